package org.mem3d.core.refinement;

import java.util.Map;
import java.util.Set;
import org.mem3d.SliceMask;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/**
 * Brings a mask that the network made from marks to the edges of its slice: a random walker in the
 * plane, whose prior is the network's probability and whose known cells are the marked voxels. What
 * the object's intensities are is learned from the network's own mask, and so believed less than in
 * {@link Refinement}, which has masks of the user's. Stateless.
 */
public final class SliceRefinement {
  /** Trust in the network, against 1 for a neighbour of equal intensity. */
  private static final double PRIOR_WEIGHT = 0.02;

  /** The most that intensities are trusted, against {@link #PRIOR_WEIGHT}. */
  private static final double MAX_INTENSITY_WEIGHT = 1.5;

  private static final int MOST_CELLS = 1 << 18;

  private SliceRefinement() {}

  /**
   * Refines a mask.
   *
   * @param answer the network's prediction for the slice
   * @param inside the voxels that positive marks cover
   * @param outside the voxels that negative marks cover
   * @param workers share the work
   * @return the refined mask; an empty one as it was
   */
  public static SlicePatch of(
      SliceReader reader,
      int slice,
      SlicePatch answer,
      SliceMask inside,
      SliceMask outside,
      WorkerPool workers) {
    if (answer.area() == 0) {
      return answer;
    }
    CellGrid grid =
        CellGrid.around(
            reader, Map.of(slice, answer), slice, slice, slice + 1, MOST_CELLS, workers, () -> {});
    float[] networkProbability = new float[grid.intensities.length];
    grid.fill(0, answer, networkProbability);
    float[] prior = networkProbability.clone();
    float[] trust = new float[networkProbability.length];
    IntensityLikelihoodRatio likelihoodRatio =
        IntensityLikelihoodRatio.of(grid, networkProbability, Set.of(0), workers);
    for (int i = 0; i < networkProbability.length; i++) {
      likelihoodRatio.join(i, PRIOR_WEIGHT, MAX_INTENSITY_WEIGHT, prior, trust);
    }
    fix(grid, inside, 1, prior, trust);
    fix(grid, outside, 0, prior, trust);
    return grid.changed(
        0, answer, networkProbability, new RandomWalker(grid, trust, workers).solve(prior));
  }

  /** Fixes the cells in which a voxel is marked. */
  private static void fix(
      CellGrid grid, SliceMask marked, float label, float[] prior, float[] trust) {
    int[] box = marked.bounds();
    if (box.length == 0) {
      return;
    }
    for (int v = box[1]; v <= box[3]; v++) {
      for (int u = box[0]; u <= box[2]; u++) {
        int cell = grid.cell(u, v);
        if (cell >= 0 && marked.contains(u, v)) {
          prior[cell] = label;
          trust[cell] = RandomWalker.KNOWN;
        }
      }
    }
  }
}
