package org.mem3d.eval;

import java.util.List;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;

/**
 * How well the mask of a whole volume agrees with the truth. Immutable.
 *
 * @param dice overlap, 0 to 1
 * @param surfaceDice surface Dice at {@value #TOLERANCE} mm, 0 to 1
 * @param hausdorff95 95 % Hausdorff distance in millimetres
 */
public record Score(double dice, double surfaceDice, double hausdorff95) {
  /** How far apart surfaces may lie to count as the same, in millimetres. */
  public static final double TOLERANCE = 2;

  /** Compares masks, one for each slice, with the truth. */
  public static Score of(List<SliceMask> masks, Truth truth, Geometry geometry) {
    SurfaceDistances surfaces =
        SurfaceDistances.between(masks, truth.slices(), truth.axis(), geometry);
    return new Score(
        Metrics.dice(masks, truth.slices()), surfaces.dice(TOLERANCE), surfaces.hausdorff(95));
  }
}
