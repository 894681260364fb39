package org.mem3d.train.volume;

import java.util.SplittableRandom;

/**
 * A smooth random function over a grid, mean 0 and deviation about 1: random values on a coarse
 * lattice, joined by cubic B-splines, one axis after the other, so that a voxel costs a few
 * multiplications however smooth the field is.
 */
final class SmoothField {
  /** The B-spline's loss of deviation in three dimensions, times that of the uniform values. */
  private static final double AMPLITUDE = 3.0 * Math.sqrt(3);

  private SmoothField() {}

  /**
   * Adds a field to values.
   *
   * @param values one a voxel, x fastest
   * @param spacing distance of the lattice's points, in pixels
   * @param amplitude its deviation
   */
  static void add(
      float[] values, Grid grid, double spacing, double amplitude, SplittableRandom random) {
    Taps x = new Taps(grid.width(), 1, spacing, random);
    Taps y = new Taps(grid.height(), 1, spacing, random);
    Taps z = new Taps(grid.depth(), grid.step(), spacing, random);
    float scale = (float) (AMPLITUDE * amplitude);
    float[] lattice = new float[x.points * y.points * z.points];
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = scale * (float) (2 * random.nextDouble() - 1);
    }
    int width = grid.width();
    float[] rows = new float[z.points * y.points * width];
    for (int row = 0; row < z.points * y.points; row++) {
      for (int i = 0; i < width; i++) {
        int at = row * x.points + x.first[i];
        float sum = 0;
        for (int tap = 0; tap < 4; tap++) {
          sum += x.weights[4 * i + tap] * lattice[at + tap];
        }
        rows[row * width + i] = sum;
      }
    }
    float[] planes = new float[z.points * grid.slice()];
    for (int k = 0; k < z.points; k++) {
      for (int j = 0; j < grid.height(); j++) {
        join(
            rows,
            (k * y.points + y.first[j]) * width,
            width,
            y.weights,
            4 * j,
            planes,
            k * grid.slice() + j * width,
            width);
      }
    }
    for (int k = 0; k < grid.depth(); k++) {
      join(
          planes,
          z.first[k] * grid.slice(),
          grid.slice(),
          z.weights,
          4 * k,
          values,
          k * grid.slice(),
          grid.slice());
    }
  }

  /** Adds four pieces, weighted, to a piece of the target. */
  private static void join(
      float[] source,
      int from,
      int stride,
      float[] weights,
      int weight,
      float[] target,
      int to,
      int length) {
    float a = weights[weight];
    float b = weights[weight + 1];
    float c = weights[weight + 2];
    float d = weights[weight + 3];
    for (int i = 0; i < length; i++) {
      int at = from + i;
      target[to + i] +=
          a * source[at]
              + b * source[at + stride]
              + c * source[at + 2 * stride]
              + d * source[at + 3 * stride];
    }
  }

  /** Which lattice points a voxel reads along one axis, and how much of each. */
  private static final class Taps {
    final int[] first;
    final float[] weights;
    final int points;

    Taps(int count, double step, double spacing, SplittableRandom random) {
      first = new int[count];
      weights = new float[4 * count];
      double shift = random.nextDouble();
      for (int i = 0; i < count; i++) {
        double place = i * step / spacing + shift;
        first[i] = (int) place;
        double t = place - first[i];
        double s = 1 - t;
        weights[4 * i] = (float) (s * s * s / 6);
        weights[4 * i + 1] = (float) (2.0 / 3 - t * t * (2 - t) / 2);
        weights[4 * i + 2] = (float) (2.0 / 3 - s * s * (2 - s) / 2);
        weights[4 * i + 3] = (float) (t * t * t / 6);
      }
      points = first[count - 1] + 4;
    }
  }
}
