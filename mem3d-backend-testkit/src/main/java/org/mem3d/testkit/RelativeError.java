package org.mem3d.testkit;

import java.util.Locale;
import java.util.Map;

/** The relative L2 error, {@code |actual - expected| / |expected|}. */
public final class RelativeError {
  private RelativeError() {}

  /**
   * Returns the error over all elements; infinite where an infinite or undefined value stands in
   * one of the two only, or the lengths differ. Where {@code expected} is 0 throughout, the length
   * of {@code actual}.
   */
  public static double of(double[] expected, float[] actual) {
    if (expected.length != actual.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isFinite(expected[i]) || !Float.isFinite(actual[i])) {
        if (expected[i] != actual[i]) {
          return Double.POSITIVE_INFINITY;
        }
        continue;
      }
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(difference) / (norm == 0 ? 1 : Math.sqrt(norm));
  }

  /**
   * Fails unless each expected output is there with an error of at most {@code tolerance}.
   *
   * @param what named in the message
   */
  public static void check(
      String what, Map<String, double[]> expected, Map<String, float[]> actual, double tolerance) {
    expected.forEach(
        (name, values) -> {
          float[] came = actual.get(name);
          if (came == null) {
            throw new AssertionError(what + ": no output '" + name + "'");
          }
          check(what + ", output '" + name + "'", values, came, tolerance);
        });
  }

  /**
   * Fails unless the error is at most {@code tolerance}.
   *
   * @param what named in the message
   */
  public static void check(String what, double[] expected, float[] actual, double tolerance) {
    double error = of(expected, actual);
    if (error <= tolerance) {
      return;
    }
    int worst = worst(expected, actual);
    throw new AssertionError(
        String.format(
            Locale.ROOT,
            "%s: relative L2 error %.3g over the %.3g allowed; %d values wanted, %d came; worst at"
                + " %d: %s, should be %s",
            what,
            error,
            tolerance,
            expected.length,
            actual.length,
            worst,
            actual.length > worst ? actual[worst] : "absent",
            expected[worst]));
  }

  private static int worst(double[] expected, float[] actual) {
    int worst = 0;
    double largest = -1;
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      double difference = expected[i] == actual[i] ? 0 : Math.abs(actual[i] - expected[i]);
      if (Double.isNaN(difference)) {
        return i;
      }
      if (difference > largest) {
        largest = difference;
        worst = i;
      }
    }
    return worst;
  }
}
