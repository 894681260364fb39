package org.mem3d.train.sample;

import java.util.Arrays;

/** What is done to slices, in place; edges repeat. Stateless. */
final class Filters {
  private Filters() {}

  /**
   * Blurs along both directions.
   *
   * @param share of each neighbour, up to a third
   */
  static void blur(float[] values, int width, int height, float share) {
    float[] kernel = {share, 1 - 2 * share, share};
    convolve(values, width, height, kernel, true);
    convolve(values, width, height, kernel, false);
  }

  /** Convolves along one direction with a kernel of odd length. */
  static void convolve(float[] values, int width, int height, float[] kernel, boolean alongU) {
    int radius = kernel.length / 2;
    int length = alongU ? width : height;
    int lines = alongU ? height : width;
    int step = alongU ? 1 : width;
    float[] line = new float[length + 2 * radius];
    for (int n = 0; n < lines; n++) {
      int start = alongU ? n * width : n;
      for (int i = 0; i < length; i++) {
        line[i + radius] = values[start + i * step];
      }
      Arrays.fill(line, 0, radius, line[radius]);
      Arrays.fill(line, length + radius, line.length, line[length + radius - 1]);
      for (int i = 0; i < length; i++) {
        float sum = 0;
        for (int tap = 0; tap < kernel.length; tap++) {
          sum += kernel[tap] * line[i + tap];
        }
        values[start + i * step] = sum;
      }
    }
  }

  /**
   * Averages over coarser pixels, and interpolates between those.
   *
   * @param cellU length of a coarser pixel along u, in pixels, at least 1
   * @param cellV along v
   */
  static void coarsen(float[] values, int width, int height, double cellU, double cellV) {
    int countU = (int) Math.ceil(width / cellU);
    int countV = (int) Math.ceil(height / cellV);
    float[] sums = new float[countU * countV];
    float[] counts = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      int column = i % width;
      int row = i / width;
      int cellRow = (int) (row / cellV);
      int cell = cellRow * countU + (int) (column / cellU);
      sums[cell] += values[i];
      counts[cell]++;
    }
    for (int cell = 0; cell < sums.length; cell++) {
      sums[cell] /= Math.max(1, counts[cell]);
    }
    for (int i = 0; i < values.length; i++) {
      int column = i % width;
      int row = i / width;
      double u = Math.min(countU - 1, Math.max(0, (column + 0.5) / cellU - 0.5));
      double v = Math.min(countV - 1, Math.max(0, (row + 0.5) / cellV - 0.5));
      int u0 = (int) u;
      int v0 = (int) v;
      int u1 = Math.min(countU - 1, u0 + 1);
      int v1 = Math.min(countV - 1, v0 + 1);
      double upper = sums[v0 * countU + u0] * (1 - u + u0) + sums[v0 * countU + u1] * (u - u0);
      double lower = sums[v1 * countU + u0] * (1 - u + u0) + sums[v1 * countU + u1] * (u - u0);
      values[i] = (float) (upper * (1 - v + v0) + lower * (v - v0));
    }
  }
}
