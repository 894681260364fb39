package org.mem3d.core.session;

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

  /** Predicted Dice, and the quantiles, where masks were carried from given ones. */
  private static final float[][] FROM_GIVEN = {
    {0, 0.2f, 0.4f, 0.6f, 0.7f, 0.8f, 0.85f, 0.9f, 0.95f, 1},
    {0, 0, 0, 0, 0.08f, 0.39f, 0.55f, 0.76f, 0.87f, 0.94f},
    {0, 0.63f, 0.75f, 0.88f, 0.9f, 0.92f, 0.95f, 0.96f, 0.97f, 0.99f}
  };

  /** The same where they were carried from masks that the network drew from marks. */
  private static final float[][] FROM_DRAWN = {
    {0, 0.2f, 0.4f, 0.6f, 0.7f, 0.8f, 0.85f, 0.9f, 0.95f, 1},
    {0, 0, 0, 0, 0.17f, 0.31f, 0.47f, 0.6f, 0.73f, 0.84f},
    {0, 0.58f, 0.78f, 0.85f, 0.91f, 0.92f, 0.93f, 0.95f, 0.96f, 0.96f}
  };

  /** The same of masks that the network drew from marks on the slice, or repaired by them. */
  private static final float[][] DRAWN = {
    {0, 0.4f, 0.6f, 0.7f, 0.8f, 0.9f, 1},
    {0, 0.26f, 0.44f, 0.62f, 0.8f, 0.9f, 0.91f},
    {0.9f, 0.9f, 0.9f, 0.92f, 0.94f, 0.97f, 0.98f}
  };

  /** Returns the interval of a mask that was carried to its slice. */
  static DiceInterval ofCarried(float predictedDice, boolean fromGiven) {
    return of(predictedDice, fromGiven ? FROM_GIVEN : FROM_DRAWN);
  }

  /** Returns the interval of an annotated slice's mask; a given mask is what the user wants. */
  static DiceInterval ofAnnotated(float predictedDice) {
    return predictedDice == 1 ? new DiceInterval(1, 1) : of(predictedDice, DRAWN);
  }

  private static DiceInterval of(float predictedDice, float[][] table) {
    return new DiceInterval(
        Math.min(predictedDice, line(predictedDice, table[0], table[1])),
        Math.max(predictedDice, line(predictedDice, table[0], table[2])));
  }

  private static float line(float x, float[] at, float[] values) {
    int next = 1;
    while (next < at.length - 1 && x > at[next]) {
      next++;
    }
    float part = (x - at[next - 1]) / (at[next] - at[next - 1]);
    return values[next - 1] + part * (values[next] - values[next - 1]);
  }

  /** Returns what is known of a slice. */
  SliceQuality of(int slice, float predictedDice, int area, SliceQuality.Origin origin) {
    return new SliceQuality(slice, predictedDice, low, high, area, origin);
  }
}
