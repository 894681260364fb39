package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.mem3d.core.region.Window;

/**
 * Spoils remembered masks as a chain that went wrong would: so the network learns not to trust its
 * memory blindly, and the quality head sees masks of all qualities. Stateless.
 */
public final class MaskDamage {
  private static final int N = Window.INPUT_SIDE;

  /** The smallest radius of a break, in pixels, and the logarithm of the largest over it. */
  private static final double SMALLEST_BREAK = 5;

  private static final double BREAK_RANGE = 1.7;

  private MaskDamage() {}

  /**
   * Spoils one mask of a batch in place: thicker, thinner, moved, bent, run out beyond a place of
   * its edge, or lost around one.
   */
  public static void spoil(float[] masks, int number, SplittableRandom random) {
    int offset = number * N * N;
    double kind = random.nextDouble();
    float[] before = java.util.Arrays.copyOfRange(masks, offset, offset + N * N);
    if (kind < 0.35) {
      int radius = 1 + random.nextInt(5);
      boolean thicker = random.nextBoolean();
      float[] rows = new float[N * N];
      extreme(before, rows, 1, N, radius, thicker);
      extreme(rows, before, N, 1, radius, thicker);
      System.arraycopy(before, 0, masks, offset, N * N);
    } else if (kind < 0.5) {
      bend(before, masks, offset, random);
    } else if (kind < 0.8) {
      breakEdge(before, masks, offset, random);
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

  /** Fills or empties an ellipse around a place on the mask's edge, as a leak or a loss would. */
  private static void breakEdge(
      float[] before, float[] masks, int offset, SplittableRandom random) {
    int edge = edge(before, random);
    if (edge < 0) {
      return;
    }
    float value = random.nextBoolean() ? 1 : 0;
    double turn = Math.PI * random.nextDouble();
    double cos = Math.cos(turn);
    double sin = Math.sin(turn);
    double radiusA = SMALLEST_BREAK * Math.exp(BREAK_RANGE * random.nextDouble());
    double radiusB = SMALLEST_BREAK * Math.exp(BREAK_RANGE * random.nextDouble());
    for (int i = 0; i < N * N; i++) {
      double u = i % N - edge % N;
      double v = i / N - edge / N;
      double a = (cos * u + sin * v) / radiusA;
      double b = (cos * v - sin * u) / radiusB;
      if (a * a + b * b <= 1) {
        masks[offset + i] = value;
      }
    }
  }

  /** Returns a pixel of the mask with one outside beside it, from a random one on; -1 for none. */
  private static int edge(float[] mask, SplittableRandom random) {
    int start = random.nextInt(N * N);
    for (int step = 0; step < N * N; step++) {
      // Strides that share no factor with the size reach every pixel once.
      int i = (start + step * 7919) % (N * N);
      boolean inside = mask[i] >= 0.5f;
      if (inside && i % N + 1 < N && mask[i + 1] < 0.5f) {
        return i;
      }
      if (inside && i % N > 0 && mask[i - 1] < 0.5f) {
        return i;
      }
    }
    return -1;
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
