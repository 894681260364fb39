package org.mem3d.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mem3d.SliceMask;

/**
 * Hand-drawn strokes as chains of pixels, each a neighbour (sides or corners) of the one before, so
 * that a thin line through their centres touches no other pixel.
 */
final class Curve {
  private Curve() {}

  /**
   * Draws a quadratic Bezier curve through three pixels with the tremble of a hand, and returns its
   * longest run inside a region.
   *
   * @param pixels three pixels of the region, by index, in any order
   * @return at least one pixel, all in the region
   */
  static List<Integer> through(int[] pixels, SliceMask region, RandomGenerator random) {
    int width = region.width();
    int[] p = inOrder(pixels, width);
    int u0 = p[0] % width;
    int v0 = p[0] / width;
    int u2 = p[2] % width;
    int v2 = p[2] / width;
    // The control point for which the curve passes the middle pixel half-way.
    double u1 = 2 * (p[1] % width) - 0.5 * (u0 + u2);
    double v1 = 2 * (p[1] / width) - 0.5 * (v0 + v2);
    double length = Math.hypot(u1 - u0, v1 - v0) + Math.hypot(u2 - u1, v2 - v1);
    double tremble = 0.02 * length;
    double phaseU = 2 * Math.PI * random.nextDouble();
    double phaseV = 2 * Math.PI * random.nextDouble();
    double waves = 2 + 3 * random.nextDouble();

    List<Integer> longest = List.of(p[1]);
    List<Integer> run = new ArrayList<>();
    int steps = (int) Math.ceil(6 * length) + 1;
    for (int i = 0; i <= steps; i++) {
      double t = (double) i / steps;
      double s = 1 - t;
      double wave = 2 * Math.PI * waves * t;
      double u = s * s * u0 + 2 * s * t * u1 + t * t * u2 + tremble * Math.sin(wave + phaseU);
      double v = s * s * v0 + 2 * s * t * v1 + t * t * v2 + tremble * Math.sin(wave + phaseV);
      int pixelU = (int) Math.rint(u);
      int pixelV = (int) Math.rint(v);
      if (!region.contains(pixelU, pixelV)) {
        run = new ArrayList<>();
        continue;
      }
      int pixel = pixelV * width + pixelU;
      if (run.isEmpty() || run.get(run.size() - 1) != pixel) {
        run.add(pixel);
      }
      if (run.size() > longest.size()) {
        longest = run;
      }
    }
    return longest;
  }

  /** Orders three pixels so that the two that lie farthest apart are the ends. */
  private static int[] inOrder(int[] p, int width) {
    double d01 = distance(p[0], p[1], width);
    double d02 = distance(p[0], p[2], width);
    double d12 = distance(p[1], p[2], width);
    if (d01 >= d02 && d01 >= d12) {
      return new int[] {p[0], p[2], p[1]};
    }
    return d02 >= d12 ? p.clone() : new int[] {p[1], p[0], p[2]};
  }

  private static double distance(int a, int b, int width) {
    return Math.hypot(a % width - b % width, a / width - b / width);
  }
}
