package org.mem3d.viewer;

import com.formdev.flatlaf.FlatDarkLaf;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.viewer.file.AutosaveFolder;

/** Opens the window. */
public final class Viewer {
  private Viewer() {}

  /**
   * Opens the window, and in it the image of the first argument, if there is one; for a jar that is
   * opened by itself.
   */
  public static void main(String[] args) throws InterruptedException {
    run(SegmentationEngine::open, args.length == 0 ? null : Path.of(args[0]));
    System.exit(0);
  }

  /**
   * Loads what a window looks like, in the background: for programs that have something else to do
   * before they call {@link #run}. Does nothing where there is no screen.
   */
  public static void prepare() {
    Thread thread =
        new Thread(
            () -> {
              if (!GraphicsEnvironment.isHeadless()) {
                EventQueue.invokeLater(FlatDarkLaf::setup);
              }
            },
            "mem3d look");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens the window and returns when it is closed.
   *
   * @param engine opens the engine; called once, on another thread, after the window is there
   * @param image the file or folder to open; null for none
   * @throws Mem3dException if there is no screen
   */
  public static void run(Supplier<SegmentationEngine> engine, @Nullable Path image)
      throws InterruptedException {
    if (GraphicsEnvironment.isHeadless()) {
      throw new Mem3dException(
          "there is no screen to open a window on: set DISPLAY, or use 'segment'");
    }
    CountDownLatch closed = new CountDownLatch(1);
    EventQueue.invokeLater(
        () -> {
          FlatDarkLaf.setup();
          new ViewerWindow(engine, AutosaveFolder.ofUser(), closed::countDown).show(image);
        });
    closed.await();
  }
}
