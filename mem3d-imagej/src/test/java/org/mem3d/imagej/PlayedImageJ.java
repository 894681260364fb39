package org.mem3d.imagej;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.Roi;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import ij.process.FloatPolygon;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.MouseEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.mem3d.eval.Phantom;

/**
 * ImageJ in a real window: the demonstration's volume is opened, organs are outlined with the
 * freehand tool and added to the ROI Manager by the mouse, the menu's command segments them. A
 * program of its own, since it needs a display: {@code PlayedImageJ FOLDER}.
 */
public final class PlayedImageJ {
  private static final long PATIENCE_SECONDS = 600;
  private static final int KIDNEY = Phantom.KIDNEY;
  private static final double LEAST_DICE = 0.9;

  /** The share of an outline's area by which the drawn one may miss it: it goes by whole pixels. */
  private static final double MOST_AMISS = 0.05;

  private final Robot robot = new Robot();
  private final Path folder;

  private PlayedImageJ(Path folder) throws Exception {
    this.folder = folder;
  }

  /** Plays; the status is 0 if all went well. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    System.setProperty("user.home", folder.toString());
    System.setProperty("plugins.dir", folder.toString());
    PlayedImageJ played = new PlayedImageJ(folder);
    try {
      played.play();
      System.exit(0);
    } catch (Throwable e) {
      e.printStackTrace();
      played.picture("fault.png");
      System.exit(1);
    }
  }

  private void play() throws Exception {
    MarkedDemo.installCommand(folder.resolve("plugins"));
    Path file = MarkedDemo.write(folder.resolve("demo.tif"));
    ImageJ imagej = new ImageJ(ImageJ.EMBEDDED);
    imagej.setLocation(0, 0);
    Prefs.set("mem3d.areas", "Exact");
    IJ.open(file.toString());
    ImagePlus image = WindowManager.getCurrentImage();
    IJ.run(image, "Set... ", "zoom=300");
    place(image.getWindow(), 0, 110);
    Recorder recorder = new Recorder(false);
    RoiManager manager = RoiManager.getRoiManager();
    place(manager, 1160, 0);
    for (int slice : MarkedDemo.slices(KIDNEY)) {
      image.setSlice(slice + 1);
      IJ.setTool("freehand");
      outline(image, MarkedDemo.outline(KIDNEY, slice));
      int count = manager.getCount();
      click(button(manager, "Add [t]"));
      await("it is in the manager", () -> manager.getCount() > count ? manager : null);
    }
    manager.runCommand(image, "Show All");
    picture("1-marked.png");
    IJ.doCommand("Segment by Marks..."); // as the menu does
    Dialog dialog =
        await(
            "the dialog is there",
            () ->
                (Dialog)
                    Arrays.stream(Window.getWindows())
                        .filter(w -> w instanceof Dialog d && d.isShowing())
                        .filter(w -> ((Dialog) w).getTitle().equals("Segment by Marks"))
                        .findFirst()
                        .orElse(null));
    dialog.setLocation(500, 200);
    picture("2-dialog.png");
    click(button(dialog, "  OK  "));
    ImagePlus labels =
        await(
            "the labels are shown",
            () -> {
              ImagePlus current = WindowManager.getCurrentImage();
              return current != null && current.getTitle().startsWith("Labels of") ? current : null;
            });
    image.deleteRoi();
    IJ.run(labels, "Set... ", "zoom=300");
    place(labels.getWindow(), 600, 110);
    Frame table = await("the table is shown", () -> WindowManager.getFrame("mem3d: demo.tif"));
    table.setBounds(600, 0, 550, 105);
    int slice = MarkedDemo.slices(KIDNEY).get(1);
    labels.setSlice(slice + 1);
    image.setSlice(slice + 1);
    picture("3-segmented.png");
    double dice = MarkedDemo.dice(labels, KIDNEY, 1);
    System.out.printf(Locale.ROOT, "kidney: Dice %.3f%n", dice);
    if (dice < LEAST_DICE) {
      throw new AssertionError("the kidney has a Dice of " + dice);
    }
    String recorded =
        await(
            "the command is recorded",
            () -> recorder.getText().contains("Segment") ? recorder.getText() : null);
    System.out.println(
        recorded.lines().filter(line -> line.contains("Segment")).findFirst().orElse(""));
    if (!recorded.contains("run(\"Segment by Marks...\", \"areas=Exact output=Labels\")")) {
      throw new AssertionError("the recorder has " + recorded);
    }
  }

  private static void place(Window window, int x, int y) {
    window.setLocation(x, y);
    window.toFront();
  }

  /** Draws an outline with a button down, as slowly as the window takes it. */
  private static void outline(ImagePlus image, Roi outline) throws Exception {
    ImageCanvas canvas = image.getCanvas();
    FloatPolygon way = outline.getFloatPolygon();
    for (int i = 0; i <= way.npoints; i++) {
      int at = i % way.npoints;
      int x = canvas.screenXD(way.xpoints[at]);
      int y = canvas.screenYD(way.ypoints[at]);
      mouse(canvas, i == 0 ? MouseEvent.MOUSE_PRESSED : MouseEvent.MOUSE_DRAGGED, x, y);
      if (i == way.npoints) {
        mouse(canvas, MouseEvent.MOUSE_RELEASED, x, y);
      }
    }
    Roi drawn = image.getRoi();
    if (drawn == null || drawn.getState() != Roi.NORMAL) {
      throw new AssertionError("no outline has come of the mouse's way: " + drawn);
    }
    double asked = outline.getStatistics().area;
    double area = drawn.getStatistics().area;
    if (Math.abs(area - asked) > MOST_AMISS * asked) {
      throw new AssertionError(area + " pixels are outlined, not " + asked);
    }
  }

  private static void click(Button button) throws Exception {
    int x = button.getWidth() / 2;
    int y = button.getHeight() / 2;
    mouse(button, MouseEvent.MOUSE_PRESSED, x, y);
    mouse(button, MouseEvent.MOUSE_RELEASED, x, y);
  }

  /**
   * The mouse does something to a part of a window. It says so to the window itself, on the thread
   * that hears the mouse: a busy display server loses what a robot does, or brings it to another
   * window.
   */
  private static void mouse(Component on, int event, int x, int y) throws Exception {
    int held = event == MouseEvent.MOUSE_RELEASED ? 0 : InputEvent.BUTTON1_DOWN_MASK;
    EventQueue.invokeAndWait(
        () ->
            on.dispatchEvent(
                new MouseEvent(
                    on,
                    event,
                    System.currentTimeMillis(),
                    held,
                    x,
                    y,
                    1,
                    false,
                    event == MouseEvent.MOUSE_DRAGGED ? MouseEvent.NOBUTTON : MouseEvent.BUTTON1)));
  }

  private static Button button(Container in, String label) {
    Button found = find(in, label);
    if (found == null) {
      throw new AssertionError("there is no button " + label);
    }
    return found;
  }

  private static @Nullable Button find(Container in, String label) {
    for (Component each : in.getComponents()) {
      if (each instanceof Button button && button.getLabel().equals(label)) {
        return button;
      }
      Button found = each instanceof Container container ? find(container, label) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static <T> T await(String what, Supplier<@Nullable T> isThere) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    T found = isThere.get();
    while (found == null) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.sleep(50);
      found = isThere.get();
    }
    return found;
  }

  private void picture(String name) throws Exception {
    robot.waitForIdle();
    IJ.wait(500);
    Dimension size = Toolkit.getDefaultToolkit().getScreenSize();
    Files.createDirectories(folder);
    ImageIO.write(
        robot.createScreenCapture(new Rectangle(size)), "png", folder.resolve(name).toFile());
  }
}
