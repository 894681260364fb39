package org.mem3d.core.propagation.result;

import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.propagation.plan.SlicePrediction;

/**
 * What an annotation of each slice is expected to mend. A slice's error is guessed to be {@code
 * (1.05 - predicted Dice) x area}, and to shrink as the nearest annotated slice comes nearer: one
 * at distance e instead of d leaves e / d of it. The gain of a slice is what it leaves out, summed
 * over all slices for which it would be the nearest. So a slice in the middle of a stretch of
 * doubtful ones comes before a worse one alone. Stateless.
 */
public final class ExpectedGain {
  /** More than 1, so that between slices of predicted Dice 1 the largest comes first. */
  private static final double DOUBT = 1.05;

  private ExpectedGain() {}

  /**
   * Returns the gain of each slice, in voxels of error; 0 for those that are annotated, without a
   * mask or never predicted.
   *
   * @param predictions by slice; null where there is none
   * @param annotated the annotated slices
   */
  public static double[] of(
      @Nullable SlicePrediction[] predictions, NavigableSet<Integer> annotated) {
    double[] gains = new double[predictions.length];
    for (int slice = 0; slice < predictions.length; slice++) {
      SlicePrediction prediction = predictions[slice];
      if (prediction == null || annotated.contains(slice)) {
        continue;
      }
      double error = (DOUBT - prediction.predictedDice()) * prediction.patch().area();
      int distance = Math.min(predictions.length, distance(slice, annotated));
      int from = Math.max(0, slice - distance + 1);
      int to = Math.min(predictions.length, slice + distance);
      for (int other = from; other < to; other++) {
        gains[other] += error * (1 - (double) Math.abs(other - slice) / distance);
      }
    }
    for (int slice = 0; slice < gains.length; slice++) {
      SlicePrediction prediction = predictions[slice];
      if (prediction == null || prediction.patch().area() == 0 || annotated.contains(slice)) {
        gains[slice] = 0;
      }
    }
    return gains;
  }

  /** Returns the distance in slices to the nearest annotated one; the largest number if none is. */
  public static int distance(int slice, NavigableSet<Integer> annotated) {
    Integer below = annotated.floor(slice);
    Integer above = annotated.ceiling(slice);
    int distance = below == null ? Integer.MAX_VALUE : slice - below;
    return above == null ? distance : Math.min(distance, above - slice);
  }
}
