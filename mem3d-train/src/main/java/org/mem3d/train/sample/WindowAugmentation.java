package org.mem3d.train.sample;

import java.util.SplittableRandom;
import org.mem3d.eval.baseline.NetworkWindow;

/**
 * Augmentation of a window whose label stays valid: one of eight rotations and reflections, gamma,
 * noise; what {@link Appearance} is for slices. Which changes are drawn once, when it is made; the
 * noise is drawn from the generator at each call. One thread at a time.
 */
final class WindowAugmentation {
  private final SplittableRandom random;
  private final int turn;
  private final double gamma;
  private final double noise;

  WindowAugmentation(SplittableRandom random) {
    this.random = random;
    turn = random.nextInt(16);
    gamma = random.nextDouble() < 0.4 ? Math.exp(random.nextDouble() - 0.5) : 1;
    noise = random.nextDouble() < 0.4 ? 0.08 * random.nextDouble() : 0;
  }

  /** Changes contrast and adds noise, in place. */
  float[] changed(float[] intensities) {
    for (int i = 0; i < intensities.length; i++) {
      float value = intensities[i];
      if (gamma != 1 && value > 0) {
        value = (float) Math.pow(value, gamma);
      }
      if (noise > 0) {
        value += (float) (noise * random.nextGaussian());
      }
      intensities[i] = value;
    }
    return intensities;
  }

  /** Returns which pixel of a square comes to a place by one of its eight turns and mirrors. */
  private static int turned(int place, int side, int turn) {
    int u = place % side;
    int v = place / side;
    int x = (turn & 1) == 0 ? u : side - 1 - u;
    int y = (turn & 2) == 0 ? v : side - 1 - v;
    return (turn & 4) == 0 ? y * side + x : x * side + y;
  }

  /** Returns which cell of the window comes to a place. */
  int turned(int place, int depth) {
    int k = place / NetworkWindow.PLANE;
    int plane = (turn & 8) == 0 ? k : depth - 1 - k;
    return plane * NetworkWindow.PLANE
        + turned(place % NetworkWindow.PLANE, NetworkWindow.SIDE, turn);
  }
}
