package org.mem3d.core.session;

import java.util.List;
import org.mem3d.SliceQuality;

/**
 * Between what the true Dice of a slice's mask lies on nine of ten slices, from its predicted Dice:
 * quantiles 5 and 95 % of the true Dice of slices with like predictions, measured with simulated
 * users; {@code docs/sessions.md} says on which volumes. Straight lines between the points of the
 * tables. Immutable.
 *
 * @param low lower end, 0 to 1
 * @param high upper end, at least the predicted Dice
 */
record DiceInterval(float low, float high) {
  /** Nothing is known. */
  static final DiceInterval UNKNOWN = new DiceInterval(0, 1);

  /** Quantiles 5 and 95 % of the true Dice at a predicted one; a table goes from 0 to 1. */
  private record Quantiles(float predicted, float low, float high) {}

  /** Where masks were carried from given ones. */
  private static final List<Quantiles> FROM_GIVEN =
      List.of(
          new Quantiles(0, 0, 0),
          new Quantiles(0.2f, 0, 0.63f),
          new Quantiles(0.4f, 0, 0.75f),
          new Quantiles(0.6f, 0, 0.88f),
          new Quantiles(0.7f, 0.08f, 0.9f),
          new Quantiles(0.8f, 0.39f, 0.92f),
          new Quantiles(0.85f, 0.55f, 0.95f),
          new Quantiles(0.9f, 0.76f, 0.96f),
          new Quantiles(0.95f, 0.87f, 0.97f),
          new Quantiles(1, 0.94f, 0.99f));

  /** Where masks were carried from ones that the network drew from marks. */
  private static final List<Quantiles> FROM_DRAWN =
      List.of(
          new Quantiles(0, 0, 0),
          new Quantiles(0.2f, 0, 0.58f),
          new Quantiles(0.4f, 0, 0.78f),
          new Quantiles(0.6f, 0, 0.85f),
          new Quantiles(0.7f, 0.17f, 0.91f),
          new Quantiles(0.8f, 0.31f, 0.92f),
          new Quantiles(0.85f, 0.47f, 0.93f),
          new Quantiles(0.9f, 0.6f, 0.95f),
          new Quantiles(0.95f, 0.73f, 0.96f),
          new Quantiles(1, 0.84f, 0.96f));

  /** Masks that the network drew from marks on the slice, or mended by them. */
  private static final List<Quantiles> DRAWN =
      List.of(
          new Quantiles(0, 0, 0.9f),
          new Quantiles(0.4f, 0.26f, 0.9f),
          new Quantiles(0.6f, 0.44f, 0.9f),
          new Quantiles(0.7f, 0.62f, 0.92f),
          new Quantiles(0.8f, 0.8f, 0.94f),
          new Quantiles(0.9f, 0.9f, 0.97f),
          new Quantiles(1, 0.91f, 0.98f));

  /** Returns the interval of a mask that was carried to its slice. */
  static DiceInterval ofCarried(float predictedDice, boolean fromGiven) {
    return of(predictedDice, fromGiven ? FROM_GIVEN : FROM_DRAWN);
  }

  /** Returns the interval of an annotated slice's mask; a given mask is what the user wants. */
  static DiceInterval ofAnnotated(float predictedDice) {
    return predictedDice == 1 ? new DiceInterval(1, 1) : of(predictedDice, DRAWN);
  }

  private static DiceInterval of(float predictedDice, List<Quantiles> table) {
    int next = 1;
    while (next < table.size() - 1 && predictedDice > table.get(next).predicted) {
      next++;
    }
    Quantiles before = table.get(next - 1);
    Quantiles after = table.get(next);
    float part = (predictedDice - before.predicted) / (after.predicted - before.predicted);
    float low = before.low + part * (after.low - before.low);
    float high = before.high + part * (after.high - before.high);
    return new DiceInterval(Math.min(predictedDice, low), Math.max(predictedDice, high));
  }

  /** Returns what is known of a slice. */
  SliceQuality quality(int slice, float predictedDice, int area, SliceQuality.Origin origin) {
    return new SliceQuality(slice, predictedDice, low, high, area, origin);
  }
}
