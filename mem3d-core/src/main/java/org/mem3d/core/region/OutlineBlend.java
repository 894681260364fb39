package org.mem3d.core.region;

import java.util.function.IntPredicate;

/**
 * Shape-based interpolation between two outlines (Raya and Udupa 1990): signed distances from both,
 * mixed by nearness. The second outline may be shifted against the first; then the interpolated one
 * moves along a straight line. Immutable.
 */
public final class OutlineBlend {
  private final int width;
  private final int height;
  private final double[] first;
  private final double[] second;
  private final double shiftU;
  private final double shiftV;

  /**
   * Makes a blend of two {@linkplain #depths signed distances}, which are kept and not changed.
   *
   * @param width points along u of both, which are fastest
   * @param height points along v of both
   * @param shiftU by how much the second outline lies further along u than the first, in points
   * @param shiftV the same along v
   */
  public OutlineBlend(
      int width, int height, double[] first, double[] second, double shiftU, double shiftV) {
    this.width = width;
    this.height = height;
    this.first = first;
    this.second = second;
    this.shiftU = shiftU;
    this.shiftV = shiftV;
  }

  /**
   * Measures how deep points lie in a mask, as {@link EuclideanDistance#depths}.
   *
   * @param inside whether the point {@code v * width + u} is in the mask
   * @param spacingU distance of neighbouring points along u
   * @param spacingV distance of neighbouring points along v
   */
  public static double[] depths(
      IntPredicate inside, int width, int height, double spacingU, double spacingV) {
    return EuclideanDistance.depths(
        inside, new int[] {width, height}, new double[] {spacingU, spacingV});
  }

  /**
   * Returns how deep a point lies in the interpolated outline, negative outside.
   *
   * @param share of the way from the first outline to the second, 0 to 1
   */
  public double depth(double share, double u, double v) {
    return (1 - share) * at(first, u - share * shiftU, v - share * shiftV)
        + share * at(second, u + (1 - share) * shiftU, v + (1 - share) * shiftV);
  }

  /** Returns the Dice of the two outlines once the second one's shift is undone. */
  public double agreement() {
    int both = 0;
    int low = 0;
    int high = 0;
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        boolean inLow = at(first, u, v) > 0;
        boolean inHigh = at(second, u + shiftU, v + shiftV) > 0;
        low += inLow ? 1 : 0;
        high += inHigh ? 1 : 0;
        both += inLow && inHigh ? 1 : 0;
      }
    }
    return low + high == 0 ? 0 : 2.0 * both / (low + high);
  }

  /** Returns a depth between points, bilinear; beyond the edges that of the edge. */
  private double at(double[] depths, double u, double v) {
    double x = Math.min(width - 1, Math.max(0, u));
    double y = Math.min(height - 1, Math.max(0, v));
    int left = (int) x;
    int upper = (int) y;
    int right = Math.min(width - 1, left + 1);
    int lower = Math.min(height - 1, upper + 1);
    double across = x - left;
    double above =
        depths[upper * width + left] * (1 - across) + depths[upper * width + right] * across;
    double below =
        depths[lower * width + left] * (1 - across) + depths[lower * width + right] * across;
    return above + (y - upper) * (below - above);
  }
}
