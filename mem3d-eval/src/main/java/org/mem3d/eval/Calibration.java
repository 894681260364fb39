package org.mem3d.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How far predicted slice Dice can be believed. Immutable.
 *
 * @param slices how many predictions there are
 * @param mae mean absolute error of a prediction; NaN if there are none
 * @param spearman rank correlation of predicted and true Dice; NaN if there are fewer than two or
 *     one side is constant
 * @param ece expected calibration error: the bins' distances between mean predicted and mean true
 *     Dice, averaged by their numbers of slices; NaN if there are none
 * @param bins the reliability curve: {@value #BINS} equal stretches of predicted Dice from 0 to 1
 */
public record Calibration(int slices, double mae, double spearman, double ece, List<Bin> bins) {
  /** How many bins the reliability curve has. */
  public static final int BINS = 10;

  /** Copies the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * A slice that is not annotated and on which the object or its mask is.
   *
   * @param slice its index
   * @param predicted the predicted Dice of its mask
   * @param low lower end of the interval that was predicted with it; NaN if there was none
   * @param high upper end
   * @param actual the true Dice
   */
  public record Prediction(int slice, double predicted, double low, double high, double actual) {
    /** A prediction without an interval. */
    public Prediction(int slice, double predicted, double actual) {
      this(slice, predicted, Double.NaN, Double.NaN, actual);
    }

    /** Returns whether the true Dice lies in the interval; false if there is none. */
    public boolean covers() {
      return low <= actual && actual <= high;
    }
  }

  /**
   * The slices whose predicted Dice lies in one stretch.
   *
   * @param slices how many there are
   * @param predicted mean of their predicted Dice; NaN if there are none
   * @param actual mean of their true Dice; NaN if there are none
   */
  public record Bin(int slices, double predicted, double actual) {}

  /** Measures predictions; those of 1 belong to the last bin. */
  public static Calibration of(Collection<Prediction> predictions) {
    double[] predicted = predictions.stream().mapToDouble(Prediction::predicted).toArray();
    double[] actual = predictions.stream().mapToDouble(Prediction::actual).toArray();
    int[] counts = new int[BINS];
    double[] predictedSums = new double[BINS];
    double[] actualSums = new double[BINS];
    for (int i = 0; i < predicted.length; i++) {
      int bin = Math.max(0, Math.min(BINS - 1, (int) (predicted[i] * BINS)));
      counts[bin]++;
      predictedSums[bin] += predicted[i];
      actualSums[bin] += actual[i];
    }
    List<Bin> bins = new ArrayList<>();
    double distances = 0;
    for (int bin = 0; bin < BINS; bin++) {
      bins.add(
          new Bin(counts[bin], predictedSums[bin] / counts[bin], actualSums[bin] / counts[bin]));
      distances += Math.abs(predictedSums[bin] - actualSums[bin]);
    }
    return new Calibration(
        predicted.length,
        Metrics.meanAbsoluteError(predicted, actual),
        Metrics.spearman(predicted, actual),
        distances / predicted.length,
        bins);
  }
}
