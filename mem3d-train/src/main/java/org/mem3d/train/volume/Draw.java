package org.mem3d.train.volume;

import java.util.SplittableRandom;

/** The random draws that the generator is made of. Stateless. */
final class Draw {
  private Draw() {}

  static double uniform(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Uniform in the logarithm. */
  static double logUniform(SplittableRandom random, double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  static boolean chance(SplittableRandom random, double probability) {
    return random.nextDouble() < probability;
  }

  /** Whole number, both ends included. */
  static int between(SplittableRandom random, int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** Returns three numbers, a direction of length 1. */
  static double[] direction(SplittableRandom random) {
    double x = random.nextGaussian();
    double y = random.nextGaussian();
    double z = random.nextGaussian();
    double length = Math.max(1e-9, Math.sqrt(x * x + y * y + z * z));
    return new double[] {x / length, y / length, z / length};
  }

  /** Returns the nine numbers of a random rotation, row by row. */
  static double[] rotation(SplittableRandom random) {
    double[] a = direction(random);
    double[] b = direction(random);
    double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    double norm = 0;
    for (int i = 0; i < 3; i++) {
      b[i] -= dot * a[i];
      norm += b[i] * b[i];
    }
    norm = Math.max(1e-9, Math.sqrt(norm));
    for (int i = 0; i < 3; i++) {
      b[i] /= norm;
    }
    return new double[] {
      a[0],
      a[1],
      a[2],
      b[0],
      b[1],
      b[2],
      a[1] * b[2] - a[2] * b[1],
      a[2] * b[0] - a[0] * b[2],
      a[0] * b[1] - a[1] * b[0]
    };
  }
}
