package org.mem3d.batch;

import java.util.concurrent.Semaphore;

/**
 * Memory that jobs share: each claims what it is about to need, and waits until so much is free.
 * Those who wait are served in the order in which they came, so that a large job is not overtaken
 * for ever. Thread-safe.
 */
final class MemoryBudget {
  private static final long UNIT = 1 << 20;

  private final int units;
  private final Semaphore free;

  /** Makes a budget of bytes. */
  MemoryBudget(long bytes) {
    units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    free = new Semaphore(units, true);
  }

  /** Memory that was claimed, to be released once. */
  final class Claim {
    private final int claimed;

    private Claim(int claimed) {
      this.claimed = claimed;
    }

    /** Makes it free for others. */
    void release() {
      free.release(claimed);
    }
  }

  /** Returns whether so many bytes can ever be claimed. */
  boolean fits(long bytes) {
    return unitsOf(bytes) <= units;
  }

  /**
   * Waits until so many bytes are free, and takes them.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  Claim claim(long bytes) throws InterruptedException {
    return take((int) unitsOf(bytes));
  }

  /** Waits until nobody else has any, and takes all. */
  Claim claimAll() throws InterruptedException {
    return take(units);
  }

  private Claim take(int wanted) throws InterruptedException {
    free.acquire(wanted);
    return new Claim(wanted);
  }

  private static long unitsOf(long bytes) {
    return (bytes + UNIT - 1) / UNIT;
  }
}
