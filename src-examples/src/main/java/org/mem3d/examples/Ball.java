package org.mem3d.examples;

import org.mem3d.Geometry;
import org.mem3d.Volume;

/** What examples segment that are given no file: a bright ball in the middle of a cube. */
final class Ball {
  static final int SIDE = 48;
  static final int MIDDLE = SIDE / 2;

  private static final int RADIUS = 12;

  private Ball() {}

  static boolean contains(int x, int y, int z) {
    double plane = Math.hypot(x - MIDDLE, y - MIDDLE);
    return Math.hypot(plane, z - MIDDLE) < RADIUS;
  }

  static float intensity(int x, int y, int z) {
    return (contains(x, y, z) ? 200 : 80) + (x + 3 * y + 5 * z) % 7;
  }

  static Volume volume() {
    return Volume.of(Ball::intensity, SIDE, SIDE, SIDE, Geometry.UNIT);
  }
}
