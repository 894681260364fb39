package org.mem3d.train;

/** How many values have which magnitude; zeros, which every scale rounds to zero, left out. */
final class MagnitudeHistogram {
  private static final int BINS = 4096;

  /** Of no range is more than 255 parts of 256 cut off. */
  private static final int LEAST_BINS = BINS / 256;

  private final long[] counts = new long[BINS];

  /** The magnitude at which the last bin ends. */
  private double end = 1.0 / BINS;

  /** Counts values. */
  void add(float[] values) {
    for (float value : values) {
      double magnitude = Math.abs(value);
      if (magnitude > 0 && magnitude < Float.MAX_VALUE) {
        while (magnitude >= end) {
          widen();
        }
        counts[(int) (magnitude / end * BINS)]++;
      }
    }
  }

  /** Doubles the range; two bins become one. */
  private void widen() {
    for (int i = 0; i < BINS; i++) {
      counts[i] = 2 * i < BINS ? counts[2 * i] + counts[2 * i + 1] : 0;
    }
    end *= 2;
  }

  /** Whether nothing but zeros was counted. */
  boolean isEmpty() {
    for (long count : counts) {
      if (count > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the magnitude at which values are best cut off: where the squares of what rounding to
   * so many steps and cutting change sum up to least.
   */
  float range(int steps) {
    double least = Double.POSITIVE_INFINITY;
    int best = BINS;
    for (int bins = LEAST_BINS; bins <= BINS; bins++) {
      double error = error(bins, steps);
      if (error < least) {
        least = error;
        best = bins;
      }
    }
    return (float) (best * end / BINS);
  }

  /** Returns the sum of squared errors, in squares of bins. */
  private double error(int bins, int steps) {
    double step = (double) bins / steps;
    double error = 0;
    for (int i = 0; i < BINS; i++) {
      double over = Math.max(0, i + 0.5 - bins);
      error += counts[i] * (i < bins ? step * step / 12 : over * over);
    }
    return error;
  }
}
