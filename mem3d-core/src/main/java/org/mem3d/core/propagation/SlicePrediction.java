package org.mem3d.core.propagation;

import org.mem3d.core.region.SlicePatch;

/**
 * What the memory network says of an object on one slice. Immutable.
 *
 * @param patch its probability
 * @param predictedDice the guessed Dice of its mask
 */
public record SlicePrediction(SlicePatch patch, float predictedDice) {
  private static final double DOUBT = 1.05;

  /**
   * Returns how much another look at the slice is worth: its share of error times its area, and
   * times the distance to the nearest annotated slice, since those around it gain too.
   *
   * @param distance in slices
   */
  public double worth(int distance) {
    return (DOUBT - predictedDice) * patch.area() * distance;
  }
}
