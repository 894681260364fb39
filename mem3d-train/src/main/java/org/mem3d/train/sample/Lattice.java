package org.mem3d.train.sample;

/**
 * Smooth random numbers over a plane, from -1 to 1: those at whole places follow from a seed, those
 * between are bilinear. Nothing is kept. Stateless.
 */
final class Lattice {
  private Lattice() {}

  /** Returns the number at a place of one of many planes. */
  static double at(long seed, double u, double v, int plane) {
    int u0 = (int) Math.floor(u);
    int v0 = (int) Math.floor(v);
    double right = u - u0;
    double down = v - v0;
    double upper =
        (1 - right) * point(seed, u0, v0, plane) + right * point(seed, u0 + 1, v0, plane);
    double lower =
        (1 - right) * point(seed, u0, v0 + 1, plane) + right * point(seed, u0 + 1, v0 + 1, plane);
    return (1 - down) * upper + down * lower;
  }

  private static double point(long seed, int u, int v, int plane) {
    long mixed =
        seed + u * 0x9E3779B97F4A7C15L + v * 0xC2B2AE3D27D4EB4FL + plane * 0x165667B19E3779F9L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-52 - 1;
  }
}
