package org.mem3d.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.mem3d.Axis;
import org.mem3d.SegmentationListener;

/**
 * Says on the error stream how far the work is: a bar that is drawn over itself where a person
 * watches, else a line now and then.
 */
final class Progress implements SegmentationListener {
  private static final int BAR = 30;
  private static final long LINE_NANOS = 5_000_000_000L;
  private static final long BAR_NANOS = 100_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private long last = System.nanoTime();
  private int shown;

  Progress(PrintWriter err) {
    // The launcher knows whether a person watches the error stream; Java does not.
    this(err, Boolean.getBoolean("mem3d.terminal"));
  }

  Progress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Says what begins or has been done, always. */
  void say(String what) {
    clear();
    err.println(what);
    err.flush();
    last = System.nanoTime();
  }

  /** Says how much of something is done, if it is time to. */
  void step(String what, int done, int total) {
    long now = System.nanoTime();
    if (now - last < (terminal ? BAR_NANOS : LINE_NANOS)) {
      return;
    }
    last = now;
    if (!terminal) {
      err.printf(Locale.ROOT, "%s: %d of %d%n", what, done, total);
      err.flush();
      return;
    }
    int filled = total == 0 ? BAR : (int) ((long) BAR * done / total);
    String line =
        String.format(
            Locale.ROOT,
            "[%s%s] %d/%d %s",
            "#".repeat(filled),
            "-".repeat(BAR - filled),
            done,
            total,
            what);
    err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
    err.flush();
    shown = line.length();
  }

  /** Takes the bar away. */
  void clear() {
    if (shown > 0) {
      err.print("\r" + " ".repeat(shown) + "\r");
      err.flush();
      shown = 0;
    }
  }

  @Override
  public void sliceDone(int object, Axis axis, int slice, int done, int total) {
    step("slices", done, total);
  }
}
