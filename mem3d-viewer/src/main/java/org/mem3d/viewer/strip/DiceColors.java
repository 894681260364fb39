package org.mem3d.viewer.strip;

import java.awt.Color;

/**
 * A colour for each predicted Dice: from orange (0.5 and less) over yellow to blue-green (1), which
 * people who do not tell red from green tell apart. Stateless.
 */
public final class DiceColors {
  private static final float[][] STOPS = {
    {0.90f, 0.38f, 0.10f}, {0.96f, 0.75f, 0.25f}, {0.35f, 0.72f, 0.62f}, {0.10f, 0.60f, 0.75f}
  };

  private DiceColors() {}

  /** Returns the colour of a predicted Dice, grey for NaN. */
  public static Color of(double dice) {
    if (Double.isNaN(dice)) {
      return Color.GRAY;
    }
    double at = Math.max(0, Math.min(1, (dice - 0.5) * 2)) * (STOPS.length - 1);
    int below = Math.min((int) at, STOPS.length - 2);
    float share = (float) (at - below);
    float[] rgb = new float[3];
    for (int c = 0; c < 3; c++) {
      rgb[c] = STOPS[below][c] + (STOPS[below + 1][c] - STOPS[below][c]) * share;
    }
    return new Color(rgb[0], rgb[1], rgb[2]);
  }
}
