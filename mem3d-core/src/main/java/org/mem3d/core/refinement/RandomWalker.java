package org.mem3d.core.refinement;

import java.util.Arrays;
import org.mem3d.core.concurrent.WorkerPool;

/**
 * A random walker with priors (Grady 2005, 2006) on a grid of cells: from each cell a walker steps
 * to one of six neighbours, the likelier the more alike their intensities are, until it reaches a
 * cell of known label; at each step it may also stop and take the label from the prior. One use,
 * one thread.
 *
 * <p>With edge weights {@code w = exp(-beta d^2) / distance}, d being the difference of
 * intensities, the probabilities x minimise the sum of {@code w (x_i - x_j)^2} over neighbours and
 * of {@code trust_i (x_i - prior_i)^2} over cells. The linear system is solved by conjugate
 * gradients, which start from the prior, preconditioned by a modified incomplete Cholesky
 * factorisation of slabs of slices. The result does not depend on the number of threads.
 */
public final class RandomWalker {
  /** The trust in a prior that is the cell's label: that cell keeps it. */
  public static final float KNOWN = -1;

  /** Beta of the refinement (Grady 2006, equation 1), intensities going from 0 to 1. */
  private static final double BETA = 200;

  /** Added to every edge weight, so that every cell is reached. */
  private static final double LEAST_WEIGHT = 1e-6;

  /** Residual at which the refinement stops, see {@link #solve}. */
  static final double TOLERANCE = 3e-3;

  /** Steps of the conjugate gradients after which the refinement stops in any case. */
  private static final int MOST_STEPS = 200;

  /**
   * Tau and sigma of the factorisation, as in Bridson, Fluid Simulation for Computer Graphics
   * (2008), chapter 4: the share of dropped fill-in that is added to the diagonal, and the share of
   * the diagonal below which it is not.
   */
  private static final double MIC_TAU = 0.97;

  private static final double MIC_SIGMA = 0.25;

  /** Slabs are factorised side by side; more of them need more steps. */
  private static final int MOST_SLABS = 8;

  /** Fewer slices than this make one slab. */
  private static final int SLAB = 16;

  /** Differences of intensities are rounded to this many levels, for a table of their weights. */
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

  /** Makes the walker of the refinement. */
  RandomWalker(CellGrid grid, float[] trust, WorkerPool workers) {
    this(grid.sizes, grid.spacings, grid.intensities, BETA, trust, workers);
  }

  /**
   * Makes a walker. The arrays are read, not kept.
   *
   * @param sizes cells along u, v and slices
   * @param spacings distance of neighbouring cells along each, in shares of the smallest of them
   * @param intensities of the cells, u fastest, then v, then slices; from 0 to 1
   * @param beta how much less likely a step is, the more the intensities differ
   * @param trust in the prior, for each cell, against 1 for a neighbour of equal intensity; {@link
   *     #KNOWN} where its label is known
   * @param workers share the work
   */
  public RandomWalker(
      int[] sizes,
      double[] spacings,
      float[] intensities,
      double beta,
      float[] trust,
      WorkerPool workers) {
    this.workers = workers;
    plane = sizes[0] * sizes[1];
    // The arrays have a slice more before and after, so that no neighbour is missing.
    first = plane;
    end = first + intensities.length;
    steps = new int[] {1, sizes[0], plane};
    diagonal = new float[end + plane];
    scale = new float[end + plane];
    float[] table = new float[LEVELS + 1];
    for (int level = 0; level <= LEVELS; level++) {
      double difference = (double) level / LEVELS;
      table[level] = (float) (Math.exp(-beta * difference * difference) + LEAST_WEIGHT);
    }
    for (int d = 0; d < steps.length; d++) {
      weights[d] = weigh(sizes, (float) (1 / spacings[d]), intensities, d, table);
    }
    workers.run(
        sizes[2],
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

  private float[] weigh(
      int[] sizes, float near, float[] intensities, int direction, float[] table) {
    float[] weight = new float[end + plane];
    int step = steps[direction];
    int slices = sizes[2] - (direction == 2 ? 1 : 0);
    int rows = sizes[1] - (direction == 1 ? 1 : 0);
    int columns = sizes[0] - (direction == 0 ? 1 : 0);
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
   * Factorises the matrix of the cells of unknown label (modified incomplete Cholesky, as in
   * Bridson 2008), slab by slab: weights between two slabs are left out of the factors, so that
   * each slab is solved by itself.
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
    return solve(prior, TOLERANCE, MOST_STEPS, () -> {});
  }

  /**
   * Returns the probabilities.
   *
   * @param prior for each cell; the label where that is known
   * @param check called before each step; ends the work by throwing
   */
  float[] solve(float[] prior, Runnable check) {
    return solve(prior, TOLERANCE, MOST_STEPS, check);
  }

  /**
   * Returns the probabilities.
   *
   * @param prior for each cell; the label where that is known
   * @param tolerance the residual to come to, as a share of the first one, in the preconditioner's
   *     norm
   * @param mostSteps after so many steps the probabilities are taken as they are
   * @param check called before each step; ends the work by throwing
   */
  public float[] solve(float[] prior, double tolerance, int mostSteps, Runnable check) {
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
    for (int step = 0; step < mostSteps && rho > enough; step++) {
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

  /** Computes the residual of x = prior: the neighbours' terms; those of the prior are 0. */
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
          // The term of the cell just solved is added last: it alone is not known in advance.
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
