package org.mem3d.core.refinement;

import java.util.Arrays;
import org.mem3d.core.concurrent.WorkerPool;

/**
 * A random walker with priors (Grady 2005, 2006) on a block's cells: from each cell a walker steps
 * to one of six neighbours, the likelier the more alike their intensities are, until it comes to a
 * cell whose label is known; and at each step it may believe the prior and stop. One use, one
 * thread.
 *
 * <p>With weights {@code w = exp(-200 d^2) / distance} the probabilities x minimise the sum of
 * {@code w (x_i - x_j)^2} over neighbours and of {@code trust_i (x_i - prior_i)^2} over cells. The
 * linear system is solved by conjugate gradients, which start from the prior, with a modified
 * incomplete Cholesky factorisation of slabs of slices. How much is computed at once changes
 * nothing of the result.
 */
final class RandomWalker {
  /** The trust in a prior that is the cell's label. */
  static final float KNOWN = -1;

  /** How much edges are shunned. */
  private static final double BETA = 200;

  /** Weights never vanish, so that every cell is reached. */
  private static final double LEAST = 1e-6;

  static final double TOLERANCE = 3e-3;
  private static final int MOST_STEPS = 200;
  private static final double MIC_TAU = 0.97;
  private static final double MIC_SIGMA = 0.25;
  private static final int MOST_SLABS = 8;
  private static final int SLAB = 16;
  private static final int LEVELS = 4096;

  private final WorkerPool workers;
  private final int first;
  private final int end;
  private final int plane;
  private final int[] steps;

  /** Between each cell and its next neighbour along u, v and slices. */
  private final float[][] weights = new float[3][];

  private final float[] diagonal;

  /** The squared preconditioner; 0 where the label is known. */
  private final float[] scale;

  /**
   * Makes a walker. Arrays have a slice more before and after the block's, so that no neighbour is
   * missing.
   *
   * @param trust in the prior, for each cell; negative where its label is known
   * @param workers share the work
   */
  RandomWalker(CellGrid grid, float[] trust, WorkerPool workers) {
    this.workers = workers;
    plane = grid.plane();
    first = plane;
    end = first + grid.intensities.length;
    steps = new int[] {1, grid.sizes[0], plane};
    diagonal = new float[end + plane];
    scale = new float[end + plane];
    float[] table = new float[LEVELS + 1];
    for (int level = 0; level <= LEVELS; level++) {
      double difference = (double) level / LEVELS;
      table[level] = (float) (Math.exp(-BETA * difference * difference) + LEAST);
    }
    for (int d = 0; d < steps.length; d++) {
      weights[d] = weigh(grid, d, table);
    }
    workers.run(
        grid.sizes[2],
        slice -> {
          for (int i = first + slice * plane; i < first + (slice + 1) * plane; i++) {
            float sum = Math.max(0, trust[i - first]);
            for (int d = 0; d < steps.length; d++) {
              sum += weights[d][i] + weights[d][i - steps[d]];
            }
            diagonal[i] = sum;
          }
        });
    factorise(trust);
  }

  private float[] weigh(CellGrid grid, int direction, float[] table) {
    float[] weight = new float[end + plane];
    float[] intensities = grid.intensities;
    int step = steps[direction];
    float near = (float) (1 / grid.spacings[direction]);
    int slices = grid.sizes[2] - (direction == 2 ? 1 : 0);
    int rows = grid.sizes[1] - (direction == 1 ? 1 : 0);
    int columns = grid.sizes[0] - (direction == 0 ? 1 : 0);
    workers.run(
        slices,
        slice -> {
          for (int row = 0; row < rows; row++) {
            int from = slice * plane + row * steps[1];
            for (int i = from; i < from + columns; i++) {
              float difference = Math.abs(intensities[i] - intensities[i + step]);
              weight[first + i] = near * table[(int) (difference * LEVELS + 0.5f)];
            }
          }
        });
    return weight;
  }

  /**
   * Factorises the matrix of the cells without label as Bridson describes it for fluids, slab by
   * slab: what joins two slabs is left out of the factors, so that each can be solved by itself.
   */
  private void factorise(float[] trust) {
    forEachSlab(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            if (trust[i - first] < 0) {
              continue;
            }
            double left = diagonal[i];
            double dropped = 0;
            for (int d = 0; d < steps.length; d++) {
              int before = i - steps[d];
              double weight = before < from ? 0 : weights[d][before];
              if (weight == 0 || scale[before] == 0) {
                continue;
              }
              double others = 0;
              for (int e = 0; e < steps.length; e++) {
                if (e != d && before + steps[e] < to) {
                  others += weights[e][before];
                }
              }
              left -= weight * weight * scale[before];
              dropped += weight * others * scale[before];
            }
            double modified = left - MIC_TAU * dropped;
            scale[i] = (float) (1 / (modified < MIC_SIGMA * diagonal[i] ? diagonal[i] : modified));
          }
        });
  }

  /**
   * Returns the probabilities.
   *
   * @param prior for each cell; the label where that is known
   */
  float[] solve(float[] prior) {
    return solve(prior, TOLERANCE, () -> {});
  }

  /**
   * Returns the probabilities.
   *
   * @param prior for each cell; the label where that is known
   * @param tolerance the residual to come to, as a share of the first one, in the preconditioner's
   *     norm
   * @param check called before each step; ends the work by throwing
   */
  float[] solve(float[] prior, double tolerance, Runnable check) {
    float[] x = new float[end + plane];
    System.arraycopy(prior, 0, x, first, prior.length);
    float[] residual = new float[end + plane];
    resist(x, residual);
    float[] conditioned = new float[end + plane];
    float[] product = new float[end + plane];
    precondition(residual, conditioned);
    float[] direction = conditioned.clone();
    double rho = dot(residual, conditioned);
    double enough = tolerance * tolerance * rho;
    for (int step = 0; step < MOST_STEPS && rho > enough; step++) {
      check.run();
      multiply(direction, product);
      float alpha = (float) (rho / dot(direction, product));
      forEachSlice(
          (from, to) -> {
            for (int i = from; i < to; i++) {
              x[i] += alpha * direction[i];
              residual[i] -= alpha * product[i];
            }
          });
      precondition(residual, conditioned);
      double next = dot(residual, conditioned);
      float beta = (float) (next / rho);
      rho = next;
      forEachSlice(
          (from, to) -> {
            for (int i = from; i < to; i++) {
              direction[i] = conditioned[i] + beta * direction[i];
            }
          });
    }
    return Arrays.copyOfRange(x, first, end);
  }

  /** Computes what the neighbours say against x; the prior says nothing against itself. */
  private void resist(float[] x, float[] residual) {
    forEachSlice(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float sum = 0;
            for (int d = 0; d < steps.length; d++) {
              int step = steps[d];
              sum +=
                  weights[d][i] * (x[i + step] - x[i])
                      + weights[d][i - step] * (x[i - step] - x[i]);
            }
            residual[i] = sum;
          }
        });
  }

  private void multiply(float[] x, float[] product) {
    float[] wu = weights[0];
    float[] wv = weights[1];
    float[] ws = weights[2];
    int row = steps[1];
    forEachSlice(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            product[i] =
                diagonal[i] * x[i]
                    - wu[i - 1] * x[i - 1]
                    - wu[i] * x[i + 1]
                    - wv[i - row] * x[i - row]
                    - wv[i] * x[i + row]
                    - ws[i - plane] * x[i - plane]
                    - ws[i] * x[i + plane];
          }
        });
  }

  /** Solves with the factors of each slab: forwards, then backwards. */
  private void precondition(float[] residual, float[] solved) {
    forEachSlab(
        (from, to) -> {
          float[] wu = weights[0];
          float[] wv = weights[1];
          float[] ws = weights[2];
          int row = steps[1];
          // A slab's first and last slice have none before and after them.
          int second = from + plane;
          int last = to - plane;
          // What the neighbour just solved adds is kept apart: each cell waits for it alone.
          float solvedBefore = 0;
          for (int i = from; i < to; i++) {
            float before = i < second ? 0 : ws[i - plane] * solved[i - plane];
            float others = residual[i] + wv[i - row] * solved[i - row] + before;
            solvedBefore = scale[i] * others + scale[i] * wu[i - 1] * solvedBefore;
            solved[i] = solvedBefore;
          }
          float solvedAfter = 0;
          for (int i = to - 1; i >= from; i--) {
            float after = i >= last ? 0 : ws[i] * solved[i + plane];
            float others = solved[i] + scale[i] * (wv[i] * solved[i + row] + after);
            solvedAfter = others + scale[i] * wu[i] * solvedAfter;
            solved[i] = solvedAfter;
          }
        });
  }

  /** Adds up slice by slice, so that the sum does not depend on the number of threads. */
  private double dot(float[] a, float[] b) {
    double[] sums = new double[(end - first) / plane];
    forEachSlice(
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += (double) a[i] * b[i];
          }
          sums[(from - first) / plane] = sum;
        });
    return Arrays.stream(sums).sum();
  }

  private interface Cells {
    void visit(int from, int to);
  }

  private void forEachSlice(Cells cells) {
    workers.run(
        (end - first) / plane,
        slice -> cells.visit(first + slice * plane, first + (slice + 1) * plane));
  }

  private void forEachSlab(Cells cells) {
    int slices = (end - first) / plane;
    // An even number, so that two cores have equally much to do.
    int slabs = slices < SLAB ? 1 : Math.min(MOST_SLABS, 2 + slices / (2 * SLAB) * 2);
    workers.run(
        slabs,
        slab ->
            cells.visit(
                first + slab * slices / slabs * plane,
                first + (slab + 1) * slices / slabs * plane));
  }
}
