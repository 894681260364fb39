package org.mem3d;

/**
 * What is known of an object on one slice. Immutable.
 *
 * @param slice index of the slice
 * @param predictedDice the guessed Dice of its mask, 0 to 1; NaN if it is a {@link Origin#START}
 * @param area pixels of its mask
 * @param origin where its mask came from
 */
public record SliceQuality(int slice, float predictedDice, int area, Origin origin) {
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
