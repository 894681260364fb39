package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.mem3d.core.region.Window;

/**
 * Spoils remembered masks as a chain that went wrong would: so the network learns not to trust its
 * memory blindly, and the quality head sees masks of all qualities. Stateless.
 */
public final class MaskDamage {
  private static final int N = Window.GRID;

  private MaskDamage() {}

  /** Spoils one mask of a batch in place: thicker, thinner, moved or bent. */
  public static void spoil(float[] masks, int number, SplittableRandom random) {
    int offset = number * N * N;
    double kind = random.nextDouble();
    float[] before = java.util.Arrays.copyOfRange(masks, offset, offset + N * N);
    if (kind < 0.5) {
      int radius = 1 + random.nextInt(5);
      boolean thicker = random.nextBoolean();
      float[] rows = new float[N * N];
      extreme(before, rows, 1, N, radius, thicker);
      extreme(rows, before, N, 1, radius, thicker);
      System.arraycopy(before, 0, masks, offset, N * N);
    } else if (kind < 0.8) {
      bend(before, masks, offset, random);
    } else {
      int du = random.nextInt(19) - 9;
      int dv = random.nextInt(19) - 9;
      for (int i = 0; i < N * N; i++) {
        int u = i % N - du;
        int v = i / N - dv;
        masks[offset + i] = u >= 0 && u < N && v >= 0 && v < N ? before[v * N + u] : 0;
      }
    }
  }

  /** Largest or smallest value within a radius along one direction. */
  private static void extreme(
      float[] from, float[] to, int step, int line, int radius, boolean largest) {
    for (int row = 0; row < N; row++) {
      for (int i = 0; i < N; i++) {
        float best = largest ? 0 : 1;
        for (int j = Math.max(0, i - radius); j <= Math.min(N - 1, i + radius); j++) {
          float value = from[row * line + j * step];
          best = largest ? Math.max(best, value) : Math.min(best, value);
        }
        to[row * line + i * step] = best;
      }
    }
  }

  /** Moves pixels along smooth waves. */
  private static void bend(float[] before, float[] masks, int offset, SplittableRandom random) {
    double amplitude = N * (0.02 + 0.08 * random.nextDouble());
    double[] phase = {6.28 * random.nextDouble(), 6.28 * random.nextDouble()};
    double[] wave = {
      6.28 / N * (0.5 + 1.5 * random.nextDouble()), 6.28 / N * (0.5 + 1.5 * random.nextDouble())
    };
    for (int v = 0; v < N; v++) {
      double du = amplitude * Math.sin(wave[0] * v + phase[0]);
      for (int u = 0; u < N; u++) {
        double dv = amplitude * Math.sin(wave[1] * u + phase[1]);
        int fromU = (int) Math.round(u - du);
        int fromV = (int) Math.round(v - dv);
        masks[offset + v * N + u] =
            fromU >= 0 && fromU < N && fromV >= 0 && fromV < N ? before[fromV * N + fromU] : 0;
      }
    }
  }
}
