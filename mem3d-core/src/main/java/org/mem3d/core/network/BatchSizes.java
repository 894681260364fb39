package org.mem3d.core.network;

import org.mem3d.spi.Backend;
import org.mem3d.spi.DeviceException;

/**
 * The batch sizes in which networks run: powers of two up to a largest one. Results do not depend
 * on it. Immutable.
 *
 * <p>Cores take as long for each slice of a large batch as for one of a batch that keeps them all
 * busy, and unused rows of a batch are computed too; so they get no larger batches than they have
 * threads. A device of its own works through a large batch in about the time of a small one; one
 * with little memory gets smaller ones.
 *
 * @param largest 1, 2, 4 or 8
 */
public record BatchSizes(int largest) {
  /** All sizes, up to 8. */
  public static final BatchSizes ALL = new BatchSizes(8);

  /** What the fewest threads get: both of a pair of chains at once. */
  private static final int PAIR = 2;

  /** Checks the size. */
  public BatchSizes {
    if (largest < 1 || largest > 8 || Integer.bitCount(largest) != 1) {
      throw new IllegalArgumentException("the largest batch is 1, 2, 4 or 8, not " + largest);
    }
  }

  /** Returns the sizes that suit a backend: by its threads where it has no memory of its own. */
  public static BatchSizes of(Backend backend) {
    try {
      if (backend.freeBytes() < Long.MAX_VALUE) {
        return ALL;
      }
    } catch (DeviceException notTold) {
      return ALL;
    }
    return new BatchSizes(ALL.sizeFor(Math.max(PAIR, backend.describe().threads())));
  }

  /** Returns the smallest size that holds {@code count} entries, or the largest there is. */
  public int sizeFor(int count) {
    int size = 1;
    while (size < count && size < largest) {
      size *= 2;
    }
    return size;
  }

  /** Returns the sizes up to the half of these; of a largest size 1 the same. */
  public BatchSizes smaller() {
    return new BatchSizes(Math.max(1, largest / 2));
  }
}
