package org.mem3d.benchmarks;

import java.util.SplittableRandom;

/**
 * What lies where in a {@link ScanVolume}, in slice coordinates from -1 to 1. Everything moves
 * smoothly along z, by sines of random phase. Immutable.
 */
final class ScanPhantom {
  private static final int WAVES = 24;

  private final double[] phases = new double[WAVES];

  ScanPhantom(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < WAVES; i++) {
      phases[i] = random.nextDouble() * 2 * Math.PI;
    }
  }

  private double wave(int number, double at) {
    return Math.sin(at + phases[number]);
  }

  /** Returns one slice; the object is on slices {@code begin} to {@code end - 1}. */
  Slice slice(int z, int begin, int end) {
    return new Slice(z, begin, end);
  }

  /** One slice. */
  final class Slice {
    private final double z;
    private final boolean there;
    private final double centreX;
    private final double centreY;
    private final double radiusX;
    private final double radiusY;
    private final double turn;
    private final double stomachX;
    private final double stomachRadius;
    private final double kidneyRadius;

    private Slice(int z, int begin, int end) {
      this.z = z;
      there = z >= begin && z < end;
      // 0 in the middle, 1 just beyond the ends. An object on all slices has no ends to taper to.
      double fromMiddle = Math.abs(2 * (z + 0.5 - begin) / (end - begin) - 1);
      double taper = begin == 0 ? 1 : Math.sqrt(1 - Math.pow(Math.min(fromMiddle, 1), 2.2));
      double size = Math.max(taper, 0.12);
      centreX = -0.30 + 0.06 * wave(0, z / 17.0) + 0.02 * wave(1, z / 5.0);
      centreY = -0.05 + 0.05 * wave(2, z / 21.0) + 0.02 * wave(3, z / 6.0);
      radiusX = size * (0.27 + 0.03 * wave(4, z / 13.0));
      radiusY = size * (0.33 + 0.03 * wave(5, z / 15.0));
      turn = 0.5 * wave(6, z / 25.0);
      stomachX = 0.36 + 0.05 * wave(7, z / 14.0);
      stomachRadius = 0.22 + 0.05 * wave(8, z / 11.0);
      kidneyRadius = Math.max(0, 0.12 * wave(9, z / 20.0));
    }

    /** Returns whether a point belongs to the object: an ellipse with a wavy border. */
    boolean inObject(double x, double y) {
      if (!there) {
        return false;
      }
      double dx = x - centreX;
      double dy = y - centreY;
      double u = (dx * Math.cos(turn) + dy * Math.sin(turn)) / radiusX;
      double v = (dy * Math.cos(turn) - dx * Math.sin(turn)) / radiusY;
      double distance = u * u + v * v;
      if (distance > 1.7 || distance < 0.5) {
        return distance < 0.5;
      }
      double angle = Math.atan2(v, u);
      double border =
          1
              + 0.13 * wave(10, 2 * angle + z / 19.0)
              + 0.08 * wave(11, 3 * angle + z / 12.0)
              + 0.04 * wave(12, 5 * angle + z / 9.0);
      return distance < border;
    }

    /** Returns the intensity at a point before the scanner's blur and noise. */
    double intensity(double x, double y, boolean object) {
      double body = square(x / 0.88) + square(y / 0.72);
      if (body > 1) {
        return -1000;
      }
      double grain = 6 * wave(13, 41 * x + z / 3.0) * wave(14, 37 * y - z / 4.0);
      return grain + tissue(x, y, body, object);
    }

    private double tissue(double x, double y, double body, boolean object) {
      if (object) {
        boolean vessel = Math.abs(wave(15, 19 * x + 7 * y + z / 7.0) + wave(16, 17 * y)) < 0.05;
        return vessel ? 155 : 105;
      }
      if (body > 0.94) {
        return 20;
      }
      if (body > 0.8) {
        return -105;
      }
      if (body > 0.66) {
        boolean rib = body < 0.76 && wave(17, 9 * Math.atan2(y, x) + z / 3.0) > 0.55;
        return rib ? 450 : 58;
      }
      if (square((x - 0.02) / 0.14) + square((y - 0.46) / 0.13) < 1) {
        return wave(18, z / 2.5) > 0.7 ? 85 : 350;
      }
      if (square(x - stomachX) + square((y + 0.15) / 0.9) < square(stomachRadius)) {
        return y < -0.2 ? -850 : 45;
      }
      if (square(Math.abs(x) - 0.3) + square(y - 0.4) < square(kidneyRadius)) {
        return 170;
      }
      if (square(x - 0.1) + square(y - 0.22) < 0.0025) {
        return 190;
      }
      // Bowel and muscle, as bright as dull parts of the object, in fat.
      return wave(19, 8 * x + z / 10.0) + wave(20, 9 * y - z / 12.0) > 0.5 ? 48 : -95;
    }
  }

  private static double square(double value) {
    return value * value;
  }
}
