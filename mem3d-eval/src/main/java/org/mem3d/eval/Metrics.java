package org.mem3d.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.mem3d.SliceMask;

/** How well masks and predicted qualities agree with the truth. */
public final class Metrics {
  private Metrics() {}

  /**
   * Returns the Dice of two masks of one slice, {@code 2 |A and B| / (|A| + |B|)}; 1 if both are
   * empty.
   *
   * @throws IllegalArgumentException if the masks differ in size
   */
  public static double dice(SliceMask a, SliceMask b) {
    return dice(List.of(a), List.of(b));
  }

  /**
   * Returns the Dice of two masks of one volume, given slice by slice; 1 if both are empty.
   *
   * @throws IllegalArgumentException if the masks differ in size
   */
  public static double dice(List<SliceMask> a, List<SliceMask> b) {
    requireSameSize(a, b);
    long both = 0;
    long sum = 0;
    for (int i = 0; i < a.size(); i++) {
      both += a.get(i).overlap(b.get(i));
      sum += a.get(i).area() + b.get(i).area();
    }
    return sum == 0 ? 1 : 2.0 * both / sum;
  }

  /** Returns the number of pixels in which two masks of one slice differ. */
  public static int errorArea(SliceMask a, SliceMask b) {
    return a.area() + b.area() - 2 * a.overlap(b);
  }

  /**
   * Returns Spearman's rank correlation, -1 to 1; ties get the mean of their ranks. NaN if there
   * are fewer than two pairs or one side is constant.
   *
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static double spearman(double[] a, double[] b) {
    requireSameLength(a, b);
    double[] ranksA = ranks(a);
    double[] ranksB = ranks(b);
    double mean = (a.length + 1) / 2.0;
    double covariance = 0;
    double varianceA = 0;
    double varianceB = 0;
    for (int i = 0; i < a.length; i++) {
      covariance += (ranksA[i] - mean) * (ranksB[i] - mean);
      varianceA += (ranksA[i] - mean) * (ranksA[i] - mean);
      varianceB += (ranksB[i] - mean) * (ranksB[i] - mean);
    }
    return covariance / Math.sqrt(varianceA * varianceB);
  }

  /**
   * Returns the mean of {@code |a - b|}, NaN if there are no values.
   *
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public static double meanAbsoluteError(double[] a, double[] b) {
    requireSameLength(a, b);
    return IntStream.range(0, a.length)
        .mapToDouble(i -> Math.abs(a[i] - b[i]))
        .average()
        .orElse(Double.NaN);
  }

  private static double[] ranks(double[] values) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    for (int first = 0; first < order.length; ) {
      int end = first + 1;
      while (end < order.length && values[order[end]] == values[order[first]]) {
        end++;
      }
      for (int i = first; i < end; i++) {
        ranks[order[i]] = (first + 1 + end) / 2.0;
      }
      first = end;
    }
    return ranks;
  }

  /** Refuses masks of one volume that differ in size. */
  static void requireSameSize(List<SliceMask> a, List<SliceMask> b) {
    if (a.size() != b.size()) {
      throw new IllegalArgumentException(
          "masks of " + a.size() + " and of " + b.size() + " slices cannot be compared");
    }
    for (int i = 0; i < a.size(); i++) {
      SliceMask left = a.get(i);
      SliceMask right = b.get(i);
      if (left.width() != right.width() || left.height() != right.height()) {
        throw new IllegalArgumentException(left + " cannot be compared with " + right);
      }
    }
  }

  private static void requireSameLength(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          a.length + " values cannot be paired with " + b.length + " values");
    }
  }
}
