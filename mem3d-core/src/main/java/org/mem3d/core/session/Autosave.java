package org.mem3d.core.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of a session up to date on a thread of its own. It takes what is there at one
 * moment and holds no lock that a step takes. Thread-safe.
 */
final class Autosave {
  private static final Logger LOG = LoggerFactory.getLogger(Autosave.class);

  private final Path file;
  private final Duration pace;
  private final Supplier<History.Timeline> now;
  private final Consumer<History.Timeline> writing;
  private final List<SegmentationListener> listeners;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  /** What the file holds; null if it was not written yet. By one thread at a time. */
  private History.@Nullable Timeline written;

  /**
   * Begins.
   *
   * @param pace between the end of one writing and the beginning of the next
   * @param now returns what there is to be written
   * @param writing writes it
   */
  Autosave(
      Path file,
      Duration pace,
      Supplier<History.Timeline> now,
      Consumer<History.Timeline> writing,
      List<SegmentationListener> listeners) {
    this.file = file;
    this.pace = pace;
    this.now = now;
    this.writing = writing;
    this.listeners = listeners;
    thread = new Thread(this::run, "mem3d-autosave");
    thread.setDaemon(true);
    thread.setContextClassLoader(Autosave.class.getClassLoader());
    thread.start();
  }

  private void run() {
    while (!ended()) {
      update();
    }
  }

  /** Waits for the pace to pass, or for the end: whether it came. An interrupt ends no wait. */
  private boolean ended() {
    long until = System.nanoTime() + TimeUnit.NANOSECONDS.convert(pace);
    while (true) {
      try {
        return end.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // This thread is nobody's to interrupt: what it saves is the user's work.
      }
    }
  }

  /** Ends the thread, and brings the file up to date a last time. */
  void close() {
    end.countDown();
    // What is interrupted does not write: the work of the user counts more.
    boolean interrupted = Thread.interrupted();
    try {
      if (Thread.currentThread() != thread) {
        interrupted |= joined();
      }
      update();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the thread's end; returns whether it was interrupted meanwhile. */
  private boolean joined() {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // Each step makes another.
  private void update() {
    History.Timeline there = now.get();
    if (there == written) {
      return;
    }
    try {
      writing.accept(there);
      written = there;
      tell(listener -> listener.saved(file));
    } catch (Mem3dException e) {
      tell(listener -> listener.saveFailed(file, e));
    } catch (RuntimeException | Error e) {
      String why = "the session could not be saved to " + file + ": " + e;
      tell(listener -> listener.saveFailed(file, new Mem3dException(why, e)));
    }
  }

  private void tell(Consumer<SegmentationListener> what) {
    for (SegmentationListener listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException | Error e) {
        LOG.warn("a listener failed when it heard of {}", file, e);
      }
    }
  }
}
