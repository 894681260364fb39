package org.mem3d;

/**
 * What is known of an object on one slice. Immutable.
 *
 * @param slice index of the slice
 * @param predictedDice the guessed Dice of its mask, 0 to 1; NaN if it is a {@link Origin#START}
 * @param low on nine of ten slices the true Dice lies between this and {@code high}; 0 if nothing
 *     is known
 * @param high upper end of the interval, at most 1; 1 if nothing is known
 * @param area pixels of its mask
 * @param origin where its mask came from
 */
public record SliceQuality(
    int slice, float predictedDice, float low, float high, int area, Origin origin) {
  /** Checks that the numbers are in order. */
  public SliceQuality {
    if (!(0 <= low && low <= high && high <= 1) || predictedDice < low || predictedDice > high) {
      throw new IllegalArgumentException(
          "a predicted Dice lies in its interval, within 0 and 1, not "
              + low
              + ", "
              + predictedDice
              + ", "
              + high);
    }
  }

  /** Where a slice's mask came from. */
  public enum Origin {
    /** From the user's marks on this slice. */
    ANNOTATED,
    /** From the memory network. */
    PROPAGATED,
    /** From the mask with which the object was added: nothing is known of its quality. */
    START,
    /** From nowhere: no propagation reached the slice, its mask is empty. */
    UNREACHED
  }
}
