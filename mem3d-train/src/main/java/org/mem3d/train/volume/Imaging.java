package org.mem3d.train.volume;

import java.util.SplittableRandom;

/**
 * What a scanner makes of intensities: partial volume, blur, bias, streaks, noise, contrast. Works
 * in place on one volume.
 */
final class Imaging {
  private static final int TABLE = 1 << 16;

  private final Grid grid;
  private final SplittableRandom random;

  Imaging(Grid grid, SplittableRandom random) {
    this.grid = grid;
    this.random = random;
  }

  /**
   * Turns ideal intensities of about 0 to 255 into an image.
   *
   * @return the voxels, unsigned
   */
  byte[] expose(float[] values) {
    if (Draw.chance(random, 0.4)) {
      thickenSlices(values, (float) Draw.uniform(random, 0.1, 0.33));
    }
    double sigma = Draw.uniform(random, 0.2, 1.1);
    if (Draw.chance(random, 0.2)) {
      sigma += Draw.uniform(random, 0.5, 1.3);
    }
    blur(values, sigma, Draw.chance(random, 0.25) ? 0.3 * sigma : sigma);
    if (Draw.chance(random, 0.6)) {
      bias(values, Draw.uniform(random, 0.02, 0.28));
    }
    if (Draw.chance(random, 0.35)) {
      gains(values, Draw.uniform(random, 0.01, 0.08));
    }
    if (Draw.chance(random, 0.3)) {
      streaks(values);
    }
    noise(values, 26 * Math.pow(random.nextDouble(), 1.5));
    return develop(values);
  }

  /** Mixes each slice with its neighbours: slices thicker than their distance. */
  private void thickenSlices(float[] values, float share) {
    float[] before = values.clone();
    int slice = grid.slice();
    for (int z = 0; z < grid.depth(); z++) {
      int lower = Math.max(0, z - 1) * slice;
      int upper = Math.min(grid.depth() - 1, z + 1) * slice;
      for (int i = 0; i < slice; i++) {
        values[z * slice + i] =
            (1 - 2 * share) * before[z * slice + i]
                + share * (before[lower + i] + before[upper + i]);
      }
    }
  }

  private void blur(float[] values, double sigmaX, double sigmaY) {
    float[] row = new float[Math.max(grid.width(), grid.height())];
    float[] kernelX = kernel(sigmaX);
    float[] kernelY = kernel(sigmaY);
    for (int start = 0; start < values.length; start += grid.width()) {
      line(values, start, 1, grid.width(), kernelX, row);
    }
    // Columns together, row by row, for the sake of the cache.
    int width = grid.width();
    int radius = kernelY.length / 2;
    float[] plane = new float[grid.slice()];
    for (int z = 0; z < grid.depth(); z++) {
      int base = z * grid.slice();
      System.arraycopy(values, base, plane, 0, plane.length);
      for (int y = 0; y < grid.height(); y++) {
        java.util.Arrays.fill(values, base + y * width, base + (y + 1) * width, 0);
        for (int tap = -radius; tap <= radius; tap++) {
          int from = Math.min(grid.height() - 1, Math.max(0, y + tap)) * width;
          float weight = kernelY[tap + radius];
          for (int x = 0; x < width; x++) {
            values[base + y * width + x] += weight * plane[from + x];
          }
        }
      }
    }
  }

  private static void line(
      float[] values, int start, int stride, int length, float[] kernel, float[] row) {
    int radius = kernel.length / 2;
    for (int i = 0; i < length; i++) {
      row[i] = values[start + i * stride];
    }
    for (int i = 0; i < length; i++) {
      float sum = 0;
      for (int tap = -radius; tap <= radius; tap++) {
        sum += kernel[tap + radius] * row[Math.min(length - 1, Math.max(0, i + tap))];
      }
      values[start + i * stride] = sum;
    }
  }

  private static float[] kernel(double sigma) {
    int radius = (int) Math.min(4, Math.max(1, Math.ceil(2 * sigma)));
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  private void bias(float[] values, double amplitude) {
    float[] field = new float[values.length];
    SmoothField.add(field, grid, Draw.uniform(random, 60, 140), amplitude, random);
    for (int i = 0; i < values.length; i++) {
      values[i] *= 1 + field[i];
    }
  }

  private void gains(float[] values, double deviation) {
    for (int z = 0; z < grid.depth(); z++) {
      float gain = (float) (1 + deviation * random.nextGaussian());
      for (int i = z * grid.slice(); i < (z + 1) * grid.slice(); i++) {
        values[i] *= gain;
      }
    }
  }

  /** Bright and dark rays from a point, as metal makes them, on a run of slices. */
  private void streaks(float[] values) {
    double centreX = Draw.uniform(random, 0, grid.width());
    double centreY = Draw.uniform(random, 0, grid.height());
    int first = random.nextInt(grid.depth());
    int last = Math.min(grid.depth() - 1, first + Draw.between(random, 0, grid.depth() / 2));
    int rays = Draw.between(random, 2, 7);
    double[] cos = new double[rays];
    double[] sin = new double[rays];
    double[] strength = new double[rays];
    double[] width = new double[rays];
    for (int ray = 0; ray < rays; ray++) {
      double angle = Draw.uniform(random, 0, Math.PI);
      cos[ray] = Math.cos(angle);
      sin[ray] = Math.sin(angle);
      strength[ray] = Draw.uniform(random, 15, 60) * (Draw.chance(random, 0.5) ? 1 : -1);
      width[ray] = Draw.uniform(random, 1, 4);
    }
    float[] plane = new float[grid.slice()];
    for (int y = 0; y < grid.height(); y++) {
      for (int x = 0; x < grid.width(); x++) {
        double dx = x - centreX;
        double dy = y - centreY;
        double fall = 1 / (1 + Math.hypot(dx, dy) / 40);
        double sum = 0;
        for (int ray = 0; ray < rays; ray++) {
          double off = (dx * sin[ray] - dy * cos[ray]) / width[ray];
          if (off * off < 9) {
            sum += strength[ray] * Math.exp(-off * off / 2);
          }
        }
        plane[y * grid.width() + x] = (float) (sum * fall);
      }
    }
    for (int z = first; z <= last; z++) {
      float share = (float) Draw.uniform(random, 0.5, 1);
      for (int i = 0; i < plane.length; i++) {
        values[z * grid.slice() + i] += share * plane[i];
      }
    }
  }

  private void noise(float[] values, double sigma) {
    float[] table = new float[TABLE];
    for (int i = 0; i < TABLE; i++) {
      table[i] = (float) (sigma * random.nextGaussian());
    }
    boolean rician = Draw.chance(random, 0.25);
    float[] noise = new float[values.length];
    scatter(table, noise);
    if (Draw.chance(random, 0.4)) {
      double width = Draw.uniform(random, 0.4, 0.9);
      float[] own = noise.clone();
      blur(noise, width, width);
      float gain = (float) (deviation(own) / Math.max(1e-6, deviation(noise)));
      for (int i = 0; i < noise.length; i++) {
        noise[i] *= gain;
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] += noise[i];
    }
    if (rician) {
      scatter(table, noise);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sqrt(values[i] * values[i] + noise[i] * noise[i]);
      }
    }
  }

  /** Fills with values of a table, four drawn at a time. */
  private void scatter(float[] table, float[] noise) {
    for (int i = 0; i + 3 < noise.length; i += 4) {
      long bits = random.nextLong();
      noise[i] = table[(int) (bits & 0xffff)];
      noise[i + 1] = table[(int) (bits >>> 16 & 0xffff)];
      noise[i + 2] = table[(int) (bits >>> 32 & 0xffff)];
      noise[i + 3] = table[(int) (bits >>> 48)];
    }
  }

  private static double deviation(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  private byte[] develop(float[] values) {
    boolean curved = Draw.chance(random, 0.5);
    double gamma = curved ? Math.exp(Draw.uniform(random, -0.6, 0.6)) : 1;
    boolean inverted = Draw.chance(random, 0.3);
    byte[] curve = new byte[256];
    for (int i = 0; i < 256; i++) {
      double level = 255 * Math.pow(i / 255.0, gamma);
      curve[i] = (byte) Math.round(inverted ? 255 - level : level);
    }
    byte[] voxels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      voxels[i] = curve[Math.min(255, Math.max(0, Math.round(values[i])))];
    }
    return voxels;
  }
}
