package org.mem3d.benchmarks;

import java.util.Collection;

/** Middle values. Stateless. */
final class Statistics {
  private Statistics() {}

  /**
   * Returns the median, the mean of the middle two if their number is even. NaNs are left out; of
   * nothing it is NaN.
   */
  static double median(Collection<Double> values) {
    double[] sorted =
        values.stream()
            .mapToDouble(Double::doubleValue)
            .filter(v -> !Double.isNaN(v))
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
