package org.mem3d.core.session;

import java.util.List;
import org.mem3d.ExpectedDice;
import org.mem3d.SliceQuality;

/**
 * From the predicted Dice of slices to that of the whole object: their mean, each slice counting by
 * its area, is corrected and given an interval. How far the true Dice lies from that mean, in parts
 * of what the mean leaves to {@value #PERFECT}, was measured with simulated users on volumes that
 * no network was selected by; {@code docs/sessions.md} says how. Slices of which nothing is known
 * widen the interval by their share. Stateless.
 */
final class VolumeQuality {
  /** A mask is never quite certain to be right. */
  private static final double PERFECT = 1.02;

  /** Quantiles 5, 50 and 95 % of (true Dice - mean) / (PERFECT - mean), masks that were given. */
  private static final double[] GIVEN = {-0.75, -0.05, 0.35};

  /** The same where the network drew masks from marks. */
  private static final double[] DRAWN = {-1.2, -0.2, 0.3};

  private VolumeQuality() {}

  /** Returns what is expected of an object; 0 to 1 if it has no mask. */
  static ExpectedDice of(ObjectState object, List<SliceQuality> slices) {
    double sum = 0;
    double area = 0;
    double unknown = 0;
    for (SliceQuality slice : slices) {
      boolean start = slice.origin() == SliceQuality.Origin.START;
      sum += (start ? StartMasks.ASSUMED_DICE : (double) slice.predictedDice()) * slice.area();
      unknown += start ? slice.area() : 0;
      area += slice.area();
    }
    if (area == 0) {
      return new ExpectedDice(object.label(), 0, 0, 1);
    }
    double mean = sum / area;
    double[] quantiles = given(object) ? GIVEN : DRAWN;
    double expected = shifted(mean, quantiles[1]);
    // Where nothing is known, all of it may be wrong or right.
    double known = 1 - unknown / area;
    return new ExpectedDice(
        object.label(),
        expected,
        known * Math.min(expected, shifted(mean, quantiles[0])),
        Math.min(1, 1 - known + known * Math.max(expected, shifted(mean, quantiles[2]))));
  }

  /** Returns whether all masks from which others were carried are the user's own. */
  static boolean given(ObjectState object) {
    return object.marked().values().stream().allMatch(slice -> slice.predictedDice() == 1);
  }

  private static double shifted(double mean, double part) {
    return Math.max(0, Math.min(1, mean + part * (PERFECT - mean)));
  }
}
