package org.mem3d.viewer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.Interaction;
import org.mem3d.SessionStep;
import org.mem3d.Suggestion;
import org.mem3d.io.IntensityWindow;
import org.mem3d.viewer.file.ImageFile;
import org.mem3d.viewer.slice.MarkTool;
import org.mem3d.viewer.slice.MaskStyle;
import org.mem3d.viewer.slice.ShownMask;
import org.mem3d.viewer.slice.Voxel;
import org.mem3d.viewer.work.ObjectSnapshot;
import org.mem3d.viewer.work.SessionSnapshot;

/** What the window shows. Who changes it calls {@link #changed}. Belongs to the event thread. */
final class ViewerState {
  /** How far a propagation is; the seconds are NaN where they are not known. */
  record Propagation(double fraction, double secondsLeft) {}

  private final List<Runnable> listeners = new ArrayList<>();

  @Nullable ImageFile image;
  @Nullable SessionSnapshot session;
  ShownMask mask = ShownMask.NONE;
  MaskStyle style = MaskStyle.DEFAULT;
  IntensityWindow window = new IntensityWindow(0, 1);
  IntensityWindow autoWindow = new IntensityWindow(0, 1);
  Voxel crosshair = new Voxel(0, 0, 0);
  Axis mainAxis = Axis.Z;
  MarkTool tool = MarkTool.SCRIBBLE;
  boolean positive = true;
  double brushRadiusMm = 4;
  int activeObject = 1;
  boolean propagatesAfterMarks;
  boolean crosshairShown = true;
  @Nullable Propagation propagation;
  boolean opening;

  /** The file that the session is saved to; null if it has none. */
  @Nullable Path sessionFile;

  /** The steps that the file has; null if nothing was saved or opened. */
  @Nullable List<SessionStep> savedSteps;

  boolean engineReady;
  @Nullable String engineFault;
  String message = "";
  boolean isFault;

  /** Suggestions that were looked at since the session changed. */
  final Set<Suggestion> visited = new HashSet<>();

  void addListener(Runnable listener) {
    listeners.add(listener);
  }

  void changed() {
    listeners.forEach(Runnable::run);
  }

  /** Tells the user something. */
  void say(String text) {
    message = text;
    isFault = false;
    changed();
  }

  /** Tells the user that something was not done. */
  void sayFault(String text) {
    message = text;
    isFault = true;
    changed();
  }

  Optional<ObjectSnapshot> active() {
    return session == null ? Optional.empty() : session.object(activeObject);
  }

  Optional<Grid> grid() {
    return image == null ? Optional.empty() : Optional.of(image.volume().grid());
  }

  int slice() {
    return crosshair.at(mainAxis);
  }

  /** Takes what a session says. */
  void take(SessionSnapshot snapshot) {
    SessionSnapshot before = session;
    session = snapshot;
    if (before == null) {
      savedSteps = snapshot.history().done();
      goToMarks(snapshot);
    }
    mask = ShownMask.of(snapshot.mask());
    if (before == null || !before.suggestions().equals(snapshot.suggestions())) {
      visited.clear();
    }
    Map<Integer, Integer> colors = new TreeMap<>();
    snapshot.objects().forEach(each -> colors.put(each.label(), each.object().rgb()));
    style = style.withRgb(colors);
    if (snapshot.object(activeObject).isEmpty() && !snapshot.objects().isEmpty()) {
      activeObject = snapshot.objects().get(snapshot.objects().size() - 1).label();
    }
  }

  /** Goes to where a session that was opened has marks. */
  private void goToMarks(SessionSnapshot opened) {
    List<Interaction> marks = opened.marks();
    if (!marks.isEmpty()) {
      Interaction last = marks.get(marks.size() - 1);
      activeObject = last.object();
      mainAxis = last.axis();
      crosshair = crosshair.with(last.axis(), last.slice());
    }
  }

  /** Takes a new image. */
  void take(ImageFile opened, IntensityWindow auto) {
    image = opened;
    session = null;
    sessionFile = null;
    savedSteps = null;
    mask = ShownMask.NONE;
    style = style.withHidden(Set.of()).withRgb(Map.of());
    autoWindow = auto;
    window = auto;
    Grid grid = opened.volume().grid();
    crosshair = Voxel.middle(grid);
    mainAxis = grid.geometry().coarsestAxis();
    for (Axis axis : Axis.values()) {
      if (grid.size(axis) == 1) {
        mainAxis = axis;
      }
    }
    activeObject = 1;
    propagation = null;
    visited.clear();
  }
}
