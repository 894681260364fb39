package org.mem3d.viewer;

import com.formdev.flatlaf.FlatDarkLaf;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.geom.Point2D;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.swing.RepaintManager;
import org.mem3d.Geometry;
import org.mem3d.SegmentationEngine;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;
import org.mem3d.viewer.file.AutosaveFolder;
import org.mem3d.viewer.slice.MarkTool;
import org.mem3d.viewer.slice.ShownMask;
import org.mem3d.viewer.slice.VolumePanel;
import org.mem3d.viewer.strip.SliceStrip;

/**
 * Measures the window, with events of a real mouse: the first paint after the JVM started, the way
 * through the slices of a volume, and from a mouse button's release to the painted mask. A program
 * of its own, since it needs a display: {@code WindowTimes FOLDER SIZE SLICES}.
 */
public final class WindowTimes {
  private static final int MARKS = 20;
  private static final int WARM = 40;

  private final Hand hand = new Hand();
  private final Robot robot = new Robot();
  private ViewerWindow window;

  private WindowTimes() throws Exception {}

  /** Measures. */
  public static void main(String[] args) throws Exception {
    new WindowTimes()
        .measure(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    System.exit(0);
  }

  private void measure(Path folder, int size, int slices) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    EventQueue.invokeAndWait(
        () -> {
          FlatDarkLaf.setup();
          window =
              new ViewerWindow(
                  SegmentationEngine::open,
                  new AutosaveFolder(folder.resolve("kept")),
                  closed::countDown);
          window.show(null);
        });
    await(() -> window.frame().isShowing() && paint(window.frame().getContentPane()));
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    System.out.printf(
        "first paint %d ms after the JVM's start%n", System.currentTimeMillis() - started);
    hand.focus(window.frame());
    Path image = folder.resolve("ball.nii");
    writeBall(image, size, slices);
    long before = System.nanoTime();
    hand.key(KeyEvent.VK_O, KeyEvent.VK_CONTROL);
    hand.nameFile(image.toString());
    hand.focus(window.frame());
    hand.await("the session is open", () -> window.state().session != null);
    System.out.printf(
        Locale.ROOT, "opened and ready after %.1f s%n", (System.nanoTime() - before) / 1e9);
    scroll(slices);
    marks(size, slices);
  }

  private static void writeBall(Path file, int size, int slices) {
    short[] voxels = new short[size * size * slices];
    IntStream.range(0, slices)
        .parallel()
        .forEach(
            z -> {
              for (int i = 0; i < size * size; i++) {
                double x = 2.0 * (i % size) / size - 1;
                double y = 2.0 * (i / size) / size - 1;
                double far = Math.hypot(Math.hypot(x, y), 2.0 * z / slices - 1);
                voxels[z * size * size + i] = (short) ((far < 0.5 ? 300 : 100) + (i * 7 + z) % 31);
              }
            });
    Volume ball = Volume.ofShorts(voxels, size, size, slices, Geometry.ofSpacing(0.7, 0.7, 1));
    Volumes.write(file, ball, VoxelType.INT16);
  }

  private VolumePanel main() {
    return Hand.find(window.frame(), VolumePanel.class, "main");
  }

  /** Paints what is to be painted now. */
  private static boolean paint(Component part) {
    RepaintManager.currentManager(part).paintDirtyRegions();
    Toolkit.getDefaultToolkit().sync();
    return true;
  }

  /**
   * Waits, looking a thousand times a second: without a pause it would take a core from what it
   * measures.
   */
  private static void await(BooleanSupplier isSo) throws Exception {
    boolean[] so = {false};
    while (true) {
      EventQueue.invokeAndWait(() -> so[0] = isSo.getAsBoolean());
      if (so[0]) {
        return;
      }
      Thread.sleep(1);
    }
  }

  private void scroll(int slices) throws Exception {
    Point corner = hand.ask(() -> main().getLocationOnScreen());
    hand.slice(Hand.find(window.frame(), SliceStrip.class, "strip"), 0);
    robot.mouseMove(corner.x + 200, corner.y + 200);
    await(() -> main().sliceIndex() == 0 && main().isUpToDate());
    List<Double> times = new ArrayList<>();
    for (int slice = 1; slice < slices; slice++) {
      int wanted = slice;
      long start = System.nanoTime();
      robot.mouseWheel(-1);
      await(() -> main().sliceIndex() == wanted && main().isUpToDate() && paint(main()));
      if (slice > WARM) {
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    tell("from a turn of the wheel to the painted slice", times);
  }

  private void marks(int size, int slices) throws Exception {
    List<Double> times = new ArrayList<>();
    List<Double> paints = new ArrayList<>();
    hand.ask(
        () -> {
          window.state().tool = MarkTool.CLICK;
          window.state().changed();
          return null;
        });
    for (int i = 0; i <= MARKS; i++) {
      int slice = slices / 3 + i * slices / 3 / MARKS;
      hand.ask(
          () -> {
            window.state().crosshair =
                window.state().crosshair.with(window.state().mainAxis, slice);
            window.state().changed();
            return null;
          });
      await(() -> main().sliceIndex() == slice && main().isUpToDate() && paint(main()));
      Point2D at = hand.ask(() -> main().toScreen(size / 2.0, size / 2.0));
      Point corner = hand.ask(() -> main().getLocationOnScreen());
      int steps = hand.ask(() -> window.state().session.history().done().size());
      robot.mouseMove((int) (corner.x + at.getX()), (int) (corner.y + at.getY()));
      robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
      robot.waitForIdle();
      ShownMask before = hand.ask(() -> window.state().mask);
      long start = System.nanoTime();
      robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
      await(() -> window.state().mask != before);
      long answered = System.nanoTime();
      await(() -> main().isUpToDate() && paint(main()));
      // The first one warms up.
      if (i > 0) {
        times.add((System.nanoTime() - start) / 1e6);
        paints.add((System.nanoTime() - answered) / 1e6);
      }
      hand.await(
          "the state is there", () -> window.state().session.history().done().size() > steps);
    }
    tell("from the button's release to the painted mask", times);
    tell("of these from the session's answer on", paints);
  }

  private static void tell(String what, List<Double> times) {
    Collections.sort(times);
    System.out.printf(
        Locale.ROOT,
        "%s: median %.0f ms, worst %.0f ms, of %d%n",
        what,
        times.get(times.size() / 2),
        times.get(times.size() - 1),
        times.size());
  }
}
