package org.mem3d.core.propagation.result;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;

/**
 * Predicts the Dice of refined masks: a logistic regression on what speaks for them. The quality
 * head alone knows nothing of refinement, nor how far the annotated slices are, and is too sure of
 * itself. Fitted to one file of weights, and kept in its metadata. Immutable.
 */
public final class DiceCalibration {
  /** The name of the coefficients in a weights file's metadata. */
  public static final String METADATA = "dice_calibration";

  /** Keeps coefficients small where the slices do not tell them. */
  private static final double SHRUNK = 1e-3;

  private static final int STEPS = 30;

  private final double[] coefficients;

  private DiceCalibration(double[] coefficients) {
    this.coefficients = coefficients;
  }

  /**
   * Reads the coefficients of a weights file.
   *
   * @param source the file's name, for messages
   * @return null if it has none; then the quality head is believed
   * @throws ModelException if they are not as many numbers as there are terms
   */
  public static @Nullable DiceCalibration of(Map<String, String> metadata, String source) {
    String text = metadata.get(METADATA);
    if (text == null) {
      return null;
    }
    int terms = new QualityFeatures(0, 0, 0, 0, false, false).terms().length;
    try {
      double[] read = Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
      if (read.length == terms && Arrays.stream(read).allMatch(Double::isFinite)) {
        return new DiceCalibration(read);
      }
    } catch (NumberFormatException e) {
      // Told below, with the text.
    }
    throw new ModelException(
        source
            + ": its metadata "
            + METADATA
            + " must be "
            + terms
            + " numbers, not '"
            + text
            + "': calibrate the weights anew, or remove it");
  }

  /** One slice to learn from: what speaks for its mask, and the mask's true Dice. */
  public record Sample(QualityFeatures qualityFeatures, double dice) {}

  /**
   * Fits the coefficients: the likeliest ones if Dice were a share of successes, by Newton's
   * method.
   *
   * @throws IllegalArgumentException if there are fewer samples than coefficients
   */
  public static DiceCalibration fit(List<Sample> samples) {
    int least = new QualityFeatures(0, 0, 0, 0, false, false).terms().length;
    if (samples.size() < least) {
      throw new IllegalArgumentException(
          samples.size() + " slices are too few to calibrate on: take " + least + " or more");
    }
    double[][] terms =
        samples.stream().map(s -> s.qualityFeatures().terms()).toArray(double[][]::new);
    int count = terms[0].length;
    double[] fitted = new double[count];
    for (int step = 0; step < STEPS; step++) {
      double[] slope = new double[count];
      double[][] curve = new double[count][count];
      for (int i = 0; i < terms.length; i++) {
        double fittedDice = logistic(fitted, terms[i]);
        double spread = fittedDice * (1 - fittedDice) / terms.length;
        double miss = (samples.get(i).dice() - fittedDice) / terms.length;
        for (int j = 0; j < count; j++) {
          slope[j] += miss * terms[i][j];
          for (int k = 0; k < count; k++) {
            curve[j][k] += spread * terms[i][j] * terms[i][k];
          }
        }
      }
      for (int j = 0; j < count - 1; j++) {
        slope[j] -= 2 * SHRUNK * fitted[j];
        curve[j][j] += 2 * SHRUNK;
      }
      curve[count - 1][count - 1] += 1e-12;
      double[] change = LinearSystem.solve(curve, slope);
      for (int j = 0; j < count; j++) {
        fitted[j] += change[j];
      }
    }
    return new DiceCalibration(fitted);
  }

  /** Returns the predicted Dice, between 0 and 1. */
  public float predict(QualityFeatures qualityFeatures) {
    return (float) logistic(coefficients, qualityFeatures.terms());
  }

  private static double logistic(double[] coefficients, double[] terms) {
    double sum = 0;
    for (int i = 0; i < terms.length; i++) {
      sum += coefficients[i] * terms[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /** Returns the coefficients as a weights file's metadata holds them. */
  public String text() {
    return Arrays.stream(coefficients).mapToObj(Double::toString).collect(Collectors.joining(" "));
  }
}
