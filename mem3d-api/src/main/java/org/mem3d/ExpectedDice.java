package org.mem3d;

/**
 * How good the mask of a whole object is expected to be, from the predicted Dice of its slices.
 * Immutable.
 *
 * @param object the object's label
 * @param mean the Dice of its mask that is expected, 0 to 1
 * @param low in nine of ten objects the true Dice lies between this and {@code high}
 * @param high upper end of the interval, at most 1
 */
public record ExpectedDice(int object, double mean, double low, double high) {
  /** Checks that the numbers are in order. */
  public ExpectedDice {
    if (!(0 <= low && low <= mean && mean <= high && high <= 1)) {
      throw new IllegalArgumentException(
          "an expected Dice lies in its interval, within 0 and 1, not "
              + low
              + ", "
              + mean
              + ", "
              + high);
    }
  }
}
