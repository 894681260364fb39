package org.mem3d.eval.baseline;

import java.util.Arrays;
import java.util.BitSet;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.refinement.RandomWalker;

/**
 * The random walker (Grady 2006) as a baseline: a voxel belongs to the object if a walker reaches
 * the object's seeds before the background's more often than not. The solver is that of the
 * refinement, without priors. Stateless.
 */
final class SeededRandomWalker {
  /** How much less likely a step is, the more the intensities, from 0 to 1, differ. */
  static final double BETA = 300;

  /**
   * In the preconditioner's norm, which the solver stops by: masks are those of a residual of 1e-3
   * in the plain norm but for a few voxels of thousands.
   */
  private static final double TOLERANCE = 3e-4;

  private static final int MOST_STEPS = 500;

  private SeededRandomWalker() {}

  /** Returns the voxels of the object. */
  static BitSet segment(SeededGrid grid) {
    float[] probability = probability(grid);
    BitSet inside = new BitSet(probability.length);
    for (int i = 0; i < probability.length; i++) {
      if (probability[i] > 0.5f) {
        inside.set(i);
      }
    }
    return inside;
  }

  /** Returns the probability that a walker from each voxel reaches the object first. */
  static float[] probability(SeededGrid grid) {
    float[] trust = new float[grid.size()];
    float[] labels = new float[grid.size()];
    for (int i = 0; i < labels.length; i++) {
      trust[i] = grid.seeds[i] == 0 ? 0 : RandomWalker.KNOWN;
      labels[i] = grid.seeds[i] == SeededGrid.OBJECT ? 1 : 0;
    }
    double finest = grid.finest();
    double[] spacings = Arrays.stream(grid.spacings).map(spacing -> spacing / finest).toArray();
    return new RandomWalker(
            grid.sizes, spacings, grid.intensities, BETA, trust, WorkerPool.CALLING_THREAD)
        .solve(labels, TOLERANCE, MOST_STEPS, () -> {});
  }
}
