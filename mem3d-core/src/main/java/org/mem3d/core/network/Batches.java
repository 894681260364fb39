package org.mem3d.core.network;

/**
 * The batch sizes in which networks run: powers of two up to a largest one. A device with little
 * memory gets a smaller largest one; results do not depend on it. Immutable.
 *
 * @param largest 1, 2, 4 or 8
 */
public record Batches(int largest) {
  /** All sizes, up to 8. */
  public static final Batches ALL = new Batches(8);

  /** Checks the size. */
  public Batches {
    if (largest < 1 || largest > 8 || Integer.bitCount(largest) != 1) {
      throw new IllegalArgumentException("the largest batch is 1, 2, 4 or 8, not " + largest);
    }
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
  public Batches smaller() {
    return new Batches(Math.max(1, largest / 2));
  }
}
