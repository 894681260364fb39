package org.mem3d.eval;

/**
 * A smooth random function of space, f: R^3 -> [-1, 1]: random values on a lattice of edge 1,
 * blended between its corners. Immutable.
 */
final class SmoothNoise {
  private final long seed;

  SmoothNoise(long seed) {
    this.seed = mix(seed);
  }

  double at(double x, double y, double z) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    int z0 = (int) Math.floor(z);
    double fx = ease(x - x0);
    double fy = ease(y - y0);
    double fz = ease(z - z0);
    return blend(
        blend(row(x0, y0, z0, fx), row(x0, y0 + 1, z0, fx), fy),
        blend(row(x0, y0, z0 + 1, fx), row(x0, y0 + 1, z0 + 1, fx), fy),
        fz);
  }

  private double row(int x, int y, int z, double fx) {
    return blend(corner(x, y, z), corner(x + 1, y, z), fx);
  }

  private double corner(int x, int y, int z) {
    long hash =
        mix(seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL + z * 0x165667B19E3779F9L);
    return (hash >> 11) * 0x1p-52;
  }

  private static double blend(double a, double b, double t) {
    return a + (b - a) * t;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }

  /** The finaliser of SplitMix64: every bit of the result depends on every bit of the input. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
