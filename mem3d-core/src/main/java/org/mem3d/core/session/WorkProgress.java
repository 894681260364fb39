package org.mem3d.core.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.mem3d.SegmentationListener;

/**
 * Tells listeners how much of a propagation is done, on the thread that propagates: first the
 * network's visits of slices, then what follows, object after object. Never goes back.
 */
final class WorkProgress {
  /** Smaller steps are not told. */
  private static final double LEAST_STEP = 0.004;

  /** Pieces of work that follow the network, about, for each slice and for each object. */
  private static final int PIECES_PER_SLICE = 4;

  private static final int PIECES_PER_OBJECT = 30;

  private final List<SegmentationListener> listeners;
  private final WorkPace pace;
  private final Thread owner = Thread.currentThread();
  private final long begin = System.nanoTime();
  private final AtomicInteger pieces = new AtomicInteger();
  private long networkEnd = begin;
  private int visits;
  private double share;
  private int slices;
  private int expected;
  private double told = -1;

  /** Begins; nothing is told yet. */
  WorkProgress(List<SegmentationListener> listeners, WorkPace pace) {
    this.listeners = listeners;
    this.pace = pace;
  }

  /**
   * Says how much there is to do, and tells that it begins.
   *
   * @param most visits of slices by the network
   * @param sliceCount slices that the rest is about
   * @param objects objects that the rest is about
   */
  void begin(int most, int sliceCount, int objects) {
    slices = sliceCount;
    expected = PIECES_PER_SLICE * sliceCount + PIECES_PER_OBJECT * objects;
    double rest = pace.afterwards() * sliceCount;
    share = most == 0 ? 0 : most / (most + rest);
    tell(0);
  }

  /** The network has looked at a slice. */
  void visited(int done, int most) {
    visits = done;
    tell(share * done / Math.max(1, most));
  }

  /** The network has done its part. */
  void networkDone() {
    networkEnd = System.nanoTime();
    tell(share);
  }

  /** A piece of what follows is done, by any thread. */
  void piece() {
    int done = pieces.incrementAndGet();
    if (Thread.currentThread().equals(owner)) {
      tell(share + (1 - share) * Math.min(0.99, (double) done / Math.max(1, expected)));
    }
  }

  /** All is done. */
  void end() {
    long now = System.nanoTime();
    pace.learn((networkEnd - begin) / 1e9, visits, (now - networkEnd) / 1e9, slices);
    tell(1);
  }

  private void tell(double fraction) {
    boolean worth = fraction >= told + LEAST_STEP || (fraction == 1 && told < 1);
    if (!worth) {
      return;
    }
    told = fraction;
    double seconds = (System.nanoTime() - begin) / 1e9;
    double left = fraction > 0 ? seconds * (1 - fraction) / fraction : Double.NaN;
    listeners.forEach(listener -> listener.progress(fraction, left));
  }
}
