package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.mem3d.core.region.Window;

/**
 * Changes of a window's pixels that leave the truth true: turns and mirrors, resolution, contrast,
 * brightness, noise. Drawn once for a sample and applied to all its slices. Immutable.
 */
final class Looks {
  private static final int N = Window.GRID;

  private final int turn;
  private final double gamma;
  private final double gainDeviation;
  private final double noise;

  /** Side of the pixels of a coarser scanner, in pixels. */
  private final double cell;

  private final SplittableRandom random;

  Looks(SplittableRandom random) {
    this.random = random;
    turn = random.nextInt(8);
    gamma = random.nextDouble() < 0.4 ? Math.exp(random.nextDouble() - 0.5) : 1;
    gainDeviation = random.nextDouble() < 0.4 ? 0.04 : 0;
    noise = random.nextDouble() < 0.4 ? 0.08 * random.nextDouble() : 0;
    cell = random.nextDouble() < 0.25 ? 1.2 + 2.3 * random.nextDouble() : 1;
  }

  /** Turns or mirrors pixels. */
  float[] turned(float[] pixels) {
    if (turn == 0) {
      return pixels;
    }
    float[] result = new float[N * N];
    for (int i = 0; i < result.length; i++) {
      result[i] = pixels[turned(i, N, turn)];
    }
    return result;
  }

  /**
   * Returns which pixel of a square comes to a place by one of its eight turns and mirrors.
   *
   * @param turn its lowest three bits count
   */
  static int turned(int place, int side, int turn) {
    int u = place % side;
    int v = place / side;
    int x = (turn & 1) == 0 ? u : side - 1 - u;
    int y = (turn & 2) == 0 ? v : side - 1 - v;
    return (turn & 4) == 0 ? y * side + x : x * side + y;
  }

  /** Averages over coarser pixels, and interpolates between those. */
  private void coarsen(float[] pixels) {
    int count = (int) Math.ceil(N / cell);
    float[] sums = new float[count * count];
    float[] counts = new float[count * count];
    for (int i = 0; i < N * N; i++) {
      int row = i / N;
      int column = i % N;
      int coarse = (int) Math.floor(row / cell) * count + (int) Math.floor(column / cell);
      sums[coarse] += pixels[i];
      counts[coarse]++;
    }
    for (int coarse = 0; coarse < sums.length; coarse++) {
      sums[coarse] /= Math.max(1, counts[coarse]);
    }
    for (int i = 0; i < N * N; i++) {
      int row = i / N;
      int column = i % N;
      double u = Math.min(count - 1, Math.max(0, (column + 0.5) / cell - 0.5));
      double v = Math.min(count - 1, Math.max(0, (row + 0.5) / cell - 0.5));
      int u0 = (int) u;
      int v0 = (int) v;
      int u1 = Math.min(count - 1, u0 + 1);
      int v1 = Math.min(count - 1, v0 + 1);
      double upper = sums[v0 * count + u0] * (1 - u + u0) + sums[v0 * count + u1] * (u - u0);
      double lower = sums[v1 * count + u0] * (1 - u + u0) + sums[v1 * count + u1] * (u - u0);
      pixels[i] = (float) (upper * (1 - v + v0) + lower * (v - v0));
    }
  }

  /**
   * Changes contrast and adds noise, in place; pixels beyond the slice (NaN) stay what they are.
   *
   * @param low intensity that stays
   * @param high the other one
   */
  void apply(float[] pixels, float low, float high) {
    boolean[] beyond = new boolean[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      beyond[i] = Float.isNaN(pixels[i]);
      pixels[i] = beyond[i] ? low : pixels[i];
    }
    change(pixels, low, high);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = beyond[i] ? Float.NaN : pixels[i];
    }
  }

  private void change(float[] pixels, float low, float high) {
    if (cell > 1) {
      coarsen(pixels);
    }
    float range = Math.max(1e-6f, high - low);
    float gain = (float) (1 + gainDeviation * random.nextGaussian());
    if (gamma == 1 && gain == 1 && noise == 0) {
      return;
    }
    float deviation = (float) (noise * range);
    for (int i = 0; i < pixels.length; i++) {
      float place = (pixels[i] - low) / range;
      if (gamma != 1 && place > 0) {
        place = (float) Math.pow(place, gamma);
      }
      pixels[i] = low + gain * place * range;
      if (deviation > 0) {
        pixels[i] += deviation * (float) random.nextGaussian();
      }
    }
  }
}
