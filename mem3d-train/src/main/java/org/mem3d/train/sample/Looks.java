package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.mem3d.core.region.Window;

/**
 * Changes of a window's pixels that leave the truth true: turns and mirrors, contrast, brightness,
 * noise. Drawn once for a sample and applied to all its slices. Immutable.
 */
final class Looks {
  private static final int N = Window.GRID;

  private final int turn;
  private final double gamma;
  private final double gainDeviation;
  private final double noise;
  private final SplittableRandom random;

  Looks(SplittableRandom random) {
    this.random = random;
    turn = random.nextInt(8);
    gamma = random.nextDouble() < 0.4 ? Math.exp(random.nextDouble() - 0.5) : 1;
    gainDeviation = random.nextDouble() < 0.4 ? 0.04 : 0;
    noise = random.nextDouble() < 0.4 ? 0.08 * random.nextDouble() : 0;
  }

  /** Turns or mirrors pixels. */
  float[] turned(float[] pixels) {
    if (turn == 0) {
      return pixels;
    }
    float[] result = new float[N * N];
    for (int v = 0; v < N; v++) {
      for (int u = 0; u < N; u++) {
        int x = (turn & 1) == 0 ? u : N - 1 - u;
        int y = (turn & 2) == 0 ? v : N - 1 - v;
        result[v * N + u] = (turn & 4) == 0 ? pixels[y * N + x] : pixels[x * N + y];
      }
    }
    return result;
  }

  /**
   * Changes contrast and adds noise, in place.
   *
   * @param low intensity that stays
   * @param high the other one
   */
  void apply(float[] pixels, float low, float high) {
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
