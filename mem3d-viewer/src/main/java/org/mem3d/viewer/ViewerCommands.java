package org.mem3d.viewer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.mem3d.Axis;
import org.mem3d.viewer.file.ImageFile;
import org.mem3d.viewer.slice.MarkTool;
import org.mem3d.viewer.slice.SliceOrientation;
import org.mem3d.viewer.slice.VolumePanel;
import org.mem3d.viewer.work.SessionSnapshot;
import org.mem3d.viewer.work.SessionWorker;

/** All that the user can do, by menu and key. */
final class ViewerCommands {
  private static final Map<MarkTool, String> TOOL_KEYS =
      new EnumMap<>(
          Map.of(
              MarkTool.NAVIGATE, "V",
              MarkTool.SCRIBBLE, "S",
              MarkTool.CLICK, "C",
              MarkTool.BOX, "B",
              MarkTool.EXTREME, "X",
              MarkTool.LASSO, "L",
              MarkTool.BRUSH, "P",
              MarkTool.ERASER, "E"));

  private static final double ZOOM_STEP = 1.25;
  private static final double OPACITY_STEP = 0.1;
  private static final int TURN_DEGREES = 15;
  private static final int PAGE = 10;

  private final ViewerState state;
  private final SessionWorker worker;
  private final FileCommands files;
  private final SessionFiles sessions;
  private final ObjectCommands objects;
  private final SliceCommands slices;
  private final Planes planes;
  private final ViewerWindow window;
  private final List<Command> all = new ArrayList<>();
  private final Map<MarkTool, Command> tools = new EnumMap<>(MarkTool.class);

  final Command propagate;
  final Command stop;
  final Command next;
  final Command accept;
  final Command undo;
  final Command redo;
  final Command addObject;
  final Command removeObject;

  ViewerCommands(
      ViewerState state,
      SessionWorker worker,
      FileCommands files,
      SessionFiles sessions,
      ObjectCommands objects,
      SliceCommands slices,
      Planes planes,
      ViewerWindow window) {
    this.state = state;
    this.worker = worker;
    this.files = files;
    this.sessions = sessions;
    this.objects = objects;
    this.slices = slices;
    this.planes = planes;
    this.window = window;
    addFile();
    BooleanSupplier can = () -> state.session != null && state.session.history().done().size() > 1;
    undo = add("Edit", "Undo", "ctrl Z", can, worker::undo);
    redo =
        add(
            "Edit",
            "Redo",
            "ctrl Y, ctrl shift Z",
            () -> state.session != null && !state.session.history().undone().isEmpty(),
            worker::redo);
    add("Edit", "History ...", "ctrl H", this::hasSession, this::history);
    add(
        "Edit",
        "Take the marks of this slice back",
        "BACK_SPACE",
        this::hasSession,
        slices::withdrawSlice);
    addMarks();
    propagate =
        add("Slices", "Propagate through the volume", "SPACE", this::hasSession, worker::propagate);
    stop = add("Slices", "Stop", "ESCAPE", this::hasImage, this::stop);
    next = add("Slices", "Next best slice", "N", this::hasSession, slices::nextSuggestion);
    accept = add("Slices", "Accept this slice", "ENTER", this::hasSession, slices::accept);
    addSlices();
    addObject = add("Objects", "Add an object", "ctrl N", this::hasSession, objects::add);
    removeObject = add("Objects", "Remove the object", "DELETE", this::hasSession, objects::remove);
    addObjects();
    addView();
    add("Help", "Keys and mouse", "typed ?, F1", () -> true, this::help);
    state.addListener(() -> all.forEach(Command::update));
    all.forEach(Command::update);
  }

  private Command add(
      String menu, String title, String keys, BooleanSupplier possible, Runnable run) {
    Command command = new Command(menu, title, keys, possible, run);
    all.add(command);
    return command;
  }

  private boolean hasImage() {
    return state.image != null;
  }

  private boolean hasSession() {
    return state.session != null;
  }

  List<Command> all() {
    return all;
  }

  Map<MarkTool, Command> tools() {
    return tools;
  }

  private void addFile() {
    add("File", "Open an image or a session ...", "ctrl O", () -> true, sessions::choose);
    add("File", "Save the session", "ctrl S", this::hasSession, sessions::save);
    add("File", "Save the session as ...", "ctrl shift S", this::hasSession, sessions::saveAs);
    add("File", "Add the objects of a mask ...", "ctrl M", this::hasSession, files::chooseLabels);
    add("File", "Export the masks ...", "ctrl E", this::hasSession, files::exportMasks);
    add("File", "Export surfaces ...", "ctrl shift E", this::hasSession, files::exportMeshes);
    add(
        "File",
        "Export a picture ...",
        "ctrl P",
        this::hasImage,
        () -> files.exportPicture(() -> window.picture(planes.main())));
    add("File", "Copy as a command line", "ctrl shift C", this::hasSession, files::copyCommand);
    add("File", "Close", "ctrl Q", () -> true, window::close);
  }

  private void addMarks() {
    for (MarkTool tool : MarkTool.values()) {
      String key = String.valueOf(TOOL_KEYS.get(tool));
      tools.put(tool, add("Marks", tool.title(), key, () -> true, () -> choose(tool)));
    }
    add("Marks", "Left button marks the object", "typed +, typed =", () -> true, () -> sign(true));
    add(
        "Marks",
        "Left button marks what is not the object",
        "typed -",
        () -> true,
        () -> sign(false));
    add(
        "Marks",
        "Click where the crosshair is",
        "ctrl ENTER",
        this::hasImage,
        () -> planes.main().clickAtCrosshair(state.positive));
    add("Marks", "The object is not on this slice", "0", this::hasSession, slices::absent);
    add("Marks", "Smaller brush", "typed [", () -> true, () -> brush(1 / ZOOM_STEP));
    add("Marks", "Larger brush", "typed ]", () -> true, () -> brush(ZOOM_STEP));
    add(
        "Marks",
        "Propagate after every mark, or not",
        "shift SPACE",
        () -> true,
        this::toggleAutomatic);
  }

  private void addSlices() {
    add("Slices", "Next slice", "UP", this::hasImage, () -> slices.move(1));
    add("Slices", "Previous slice", "DOWN", this::hasImage, () -> slices.move(-1));
    add("Slices", "Ten slices on", "PAGE_UP", this::hasImage, () -> slices.move(PAGE));
    add("Slices", "Ten slices back", "PAGE_DOWN", this::hasImage, () -> slices.move(-PAGE));
    add("Slices", "First slice", "HOME", this::hasImage, () -> slices.goTo(0));
    add("Slices", "Last slice", "END", this::hasImage, slices::last);
    add("Slices", "Next annotated slice", "RIGHT", this::hasSession, () -> slices.nextAnnotated(1));
    add(
        "Slices",
        "Previous annotated slice",
        "LEFT",
        this::hasSession,
        () -> slices.nextAnnotated(-1));
    add("Slices", "Crosshair to the left", "ctrl LEFT", this::hasImage, () -> cross(-1, 0));
    add("Slices", "Crosshair to the right", "ctrl RIGHT", this::hasImage, () -> cross(1, 0));
    add("Slices", "Crosshair up", "ctrl UP", this::hasImage, () -> cross(0, -1));
    add("Slices", "Crosshair down", "ctrl DOWN", this::hasImage, () -> cross(0, 1));
  }

  private void addObjects() {
    for (int i = 1; i <= 9; i++) {
      int index = i - 1;
      Command select =
          add(
              "Objects",
              "Select object " + i + " of the list",
              "" + i,
              this::hasSession,
              () -> objects.selectAt(index));
      select.putValue(ViewerWindow.NOT_IN_MENU, i > 1);
    }
    add("Objects", "Rename ...", "F2", this::hasSession, objects::rename);
    add("Objects", "Colour ...", "F3", this::hasSession, () -> objects.recolor(state.activeObject));
    add("Objects", "Lock or unlock", "K", this::hasSession, objects::toggleLocked);
    add(
        "Objects",
        "Show or hide",
        "H",
        this::hasSession,
        () -> objects.toggleShown(state.activeObject));
    add("Objects", "Show or hide all", "shift H", this::hasSession, objects::toggleAll);
  }

  private void addView() {
    for (Axis axis : Axis.values()) {
      String key = axis == Axis.Z ? "ctrl 1" : axis == Axis.Y ? "ctrl 2" : "ctrl 3";
      add(
          "View",
          "Slices along " + axis.name().toLowerCase(java.util.Locale.ROOT) + " large",
          key,
          this::hasImage,
          () -> {
            state.mainAxis = axis;
            state.changed();
          });
    }
    add(
        "View",
        "Enlarge",
        "ctrl PLUS, ctrl EQUALS, ctrl ADD",
        this::hasImage,
        () -> planes.main().zoom(ZOOM_STEP));
    add(
        "View",
        "Make smaller",
        "ctrl MINUS, ctrl SUBTRACT",
        this::hasImage,
        () -> planes.main().zoom(1 / ZOOM_STEP));
    add(
        "View",
        "Whole slices",
        "F",
        this::hasImage,
        () -> planes.panels().forEach(VolumePanel::fit));
    add(
        "View",
        "Automatic brightness",
        "A",
        this::hasImage,
        () -> {
          state.window = state.autoWindow;
          state.changed();
        });
    add(
        "View",
        "Outlines or not",
        "O",
        () -> true,
        () -> {
          state.style = state.style.withOutlined(!state.style.outlined());
          state.changed();
        });
    add("View", "Masks thinner", "typed ;", () -> true, () -> opacity(-OPACITY_STEP));
    add("View", "Masks thicker", "typed '", () -> true, () -> opacity(OPACITY_STEP));
    add(
        "View",
        "Crosshair or not",
        "I",
        () -> true,
        () -> {
          state.crosshairShown = !state.crosshairShown;
          state.changed();
        });
    add(
        "View",
        "Turn the surfaces to the left",
        "shift LEFT",
        this::hasImage,
        () -> planes.surface().turn(TURN_DEGREES, 0));
    add(
        "View",
        "Turn the surfaces to the right",
        "shift RIGHT",
        this::hasImage,
        () -> planes.surface().turn(-TURN_DEGREES, 0));
    add(
        "View",
        "Turn the surfaces up",
        "shift UP",
        this::hasImage,
        () -> planes.surface().turn(0, -TURN_DEGREES));
    add(
        "View",
        "Turn the surfaces down",
        "shift DOWN",
        this::hasImage,
        () -> planes.surface().turn(0, TURN_DEGREES));
    add("View", "Dark or light", "ctrl D", () -> true, window::toggleDark);
  }

  private void choose(MarkTool tool) {
    state.tool = tool;
    state.changed();
  }

  private void sign(boolean positive) {
    state.positive = positive;
    state.changed();
  }

  private void brush(double factor) {
    state.brushRadiusMm = Math.max(0.05, Math.min(500, state.brushRadiusMm * factor));
    state.changed();
  }

  private void opacity(double by) {
    state.style = state.style.withOpacity(state.style.opacity() + by);
    state.changed();
  }

  private void toggleAutomatic() {
    state.propagatesAfterMarks = !state.propagatesAfterMarks;
    state.say(
        state.propagatesAfterMarks
            ? "Every mark is propagated at once."
            : "Marks are propagated by the space bar.");
  }

  /** Moves the crosshair by voxels as they lie on the screen. */
  private void cross(int right, int down) {
    SliceOrientation how = planes.main().orientation();
    if (how != null) {
      boolean mirrored = right != 0 ? how.mirroredAcross() : how.mirroredDown();
      int by = (right + down) * (mirrored ? -1 : 1);
      slices.moveCrosshair(right != 0 ? how.across() : how.down(), by);
    }
  }

  private void stop() {
    if (!planes.main().cancelMark()) {
      worker.cancel();
    }
  }

  private void history() {
    SessionSnapshot session = state.session;
    if (session != null) {
      HistoryPage.show(window.frame(), session.history(), worker);
    }
  }

  private void help() {
    ShortcutsPage.show(window.frame(), all);
  }

  /** Returns the image's name; empty if there is none. */
  static String title(ViewerState state) {
    ImageFile image = state.image;
    return image == null ? "mem3d" : image.name() + " - mem3d";
  }
}
