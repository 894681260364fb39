package org.mem3d.core.interaction;

import java.util.Arrays;
import java.util.List;
import org.mem3d.SliceMask;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.region.SlicePatch;

/**
 * What several answers to the same marks agree on. Of all answers one has the largest Dice to be
 * expected if each answer is the truth with a probability that its weight gives; the others are
 * averaged with it the more, the more they overlap with it. Immutable.
 *
 * @param nearest index of the answer with the largest Dice to be expected
 * @param patch the average
 */
record Consensus(int nearest, SlicePatch patch) {
  /**
   * Exponent of the overlap in an answer's weight: keeps answers that mean another object out of
   * the average. The average instead of the best answer: first click 0.670 to 0.695 mean Dice,
   * three corrections after a scribble 0.875 to 0.887, on the six evaluation sets
   * (docs/training.md).
   */
  private static final double LIKENESS_COUNTS = 3;

  /**
   * Finds the consensus.
   *
   * @param answers at least one
   * @param weights of each answer, not negative
   * @param sizeU voxels of the slice along u
   * @param sizeV voxels of the slice along v
   * @param workers share the work
   */
  static Consensus of(
      List<SlicePatch> answers, double[] weights, int sizeU, int sizeV, WorkerPool workers) {
    SliceMask[] masks = new SliceMask[answers.size()];
    workers.run(masks.length, i -> masks[i] = answers.get(i).toMask(sizeU, sizeV));
    double[][] dice = new double[masks.length][masks.length];
    workers.run(
        masks.length,
        i -> {
          for (int j = 0; j <= i; j++) {
            dice[i][j] = dice(masks[i], masks[j]);
            dice[j][i] = dice[i][j];
          }
        });
    int nearest = 0;
    double largest = -1;
    for (int i = 0; i < masks.length; i++) {
      double expected = 0;
      for (int j = 0; j < masks.length; j++) {
        expected += weights[j] * dice[i][j];
      }
      if (expected > largest) {
        largest = expected;
        nearest = i;
      }
    }
    double[] shares = new double[masks.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = weights[i] * Math.pow(dice[nearest][i], LIKENESS_COUNTS);
    }
    double sum = Arrays.stream(shares).sum();
    if (sum == 0) {
      return new Consensus(nearest, answers.get(nearest));
    }
    float[] normed = new float[shares.length];
    for (int i = 0; i < normed.length; i++) {
      normed[i] = (float) (shares[i] / sum);
    }
    return new Consensus(nearest, SlicePatch.blend(answers, normed));
  }

  private static double dice(SliceMask a, SliceMask b) {
    int areas = a.area() + b.area();
    return areas == 0 ? 0 : 2.0 * a.overlap(b) / areas;
  }
}
