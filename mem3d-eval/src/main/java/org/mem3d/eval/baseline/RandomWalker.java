package org.mem3d.eval.baseline;

import java.util.BitSet;

/**
 * The random walker (Grady 2006) on the grid of six neighbours. From each voxel a walker steps to
 * neighbours at random, the likelier the more alike their intensities are; the voxel belongs to the
 * object if the walker reaches its seeds before the background's more often than not. Stateless.
 *
 * <p>The probabilities solve a sparse linear system, here by conjugate gradients with a modified
 * incomplete Cholesky factorisation.
 */
final class RandomWalker {
  /**
   * How much edges are shunned: a weight is {@code exp(-BETA * difference^2)}, divided by the
   * distance relative to the smallest.
   */
  static final double BETA = 300;

  /** Weights never vanish, so that every voxel is reached. */
  private static final double LEAST = 1e-6;

  private static final double TOLERANCE = 1e-3;
  private static final int MAX_STEPS = 500;

  private final int size;
  private final int[] steps;
  private final byte[] seeds;

  /** The weights between each voxel and its next neighbour in each direction. */
  private final float[][] weights = new float[3][];

  /** The weights times the preconditioner of the first of the two voxels. */
  private final float[][] factors = new float[3][];

  private final float[] diagonal;
  private final float[] preconditioner;

  private RandomWalker(SeededGrid grid) {
    size = grid.size();
    steps = grid.steps;
    seeds = grid.seeds;
    diagonal = new float[size];
    preconditioner = new float[size];
    weigh(grid);
    factorise();
    scaleFactors();
  }

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
    return new RandomWalker(grid).solve();
  }

  private void weigh(SeededGrid grid) {
    for (int d = 0; d < 3; d++) {
      float[] weight = new float[size];
      double scale = grid.finest() / grid.spacings[d];
      for (int i = 0; i < size; i++) {
        if (grid.hasNext(i, d)) {
          double difference = grid.intensities[i] - grid.intensities[i + steps[d]];
          weight[i] = (float) (scale * (Math.exp(-BETA * difference * difference) + LEAST));
          diagonal[i] += weight[i];
          diagonal[i + steps[d]] += weight[i];
        }
      }
      weights[d] = weight;
    }
  }

  /** Factorises the matrix of the voxels without seeds as Bridson describes it for fluids. */
  private void factorise() {
    for (int i = 0; i < size; i++) {
      if (seeds[i] != 0) {
        continue;
      }
      double left = diagonal[i];
      double dropped = 0;
      for (int d = 0; d < 3; d++) {
        int before = i - steps[d];
        if (before < 0 || seeds[before] != 0 || weights[d][before] == 0) {
          continue;
        }
        double weight = weights[d][before] * preconditioner[before];
        left -= weight * weight;
        double others = 0;
        for (int e = 0; e < 3; e++) {
          if (e != d) {
            others += weights[e][before];
          }
        }
        dropped += weight * others * preconditioner[before];
      }
      double modified = left - 0.97 * dropped;
      preconditioner[i] =
          (float) (1 / Math.sqrt(modified < 0.25 * diagonal[i] ? diagonal[i] : modified));
    }
  }

  private void scaleFactors() {
    for (int d = 0; d < 3; d++) {
      float[] factor = new float[size];
      for (int i = 0; i < size; i++) {
        factor[i] = weights[d][i] * preconditioner[i];
      }
      factors[d] = factor;
    }
  }

  private float[] solve() {
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = seeds[i] == SeededGrid.OBJECT ? 1 : 0;
    }
    float[] residual = new float[size];
    multiply(x, residual);
    for (int i = 0; i < size; i++) {
      residual[i] = -residual[i];
    }
    float[] conditioned = new float[size];
    float[] direction = new float[size];
    float[] product = new float[size];
    precondition(residual, conditioned);
    System.arraycopy(conditioned, 0, direction, 0, size);
    double rho = dot(residual, conditioned);
    double enough = TOLERANCE * TOLERANCE * dot(residual, residual);
    for (int step = 0; step < MAX_STEPS && dot(residual, residual) > enough; step++) {
      multiply(direction, product);
      double alpha = rho / dot(direction, product);
      for (int i = 0; i < size; i++) {
        x[i] += (float) (alpha * direction[i]);
        residual[i] -= (float) (alpha * product[i]);
      }
      precondition(residual, conditioned);
      double next = dot(residual, conditioned);
      double beta = next / rho;
      rho = next;
      for (int i = 0; i < size; i++) {
        direction[i] = (float) (conditioned[i] + beta * direction[i]);
      }
    }
    return x;
  }

  /** Multiplies with the Laplacian; 0 where seeds are. */
  private void multiply(float[] x, float[] product) {
    float[] wu = weights[0];
    float[] wv = weights[1];
    float[] ws = weights[2];
    int su = steps[0];
    int sv = steps[1];
    int ss = steps[2];
    for (int i = 0; i < size; i++) {
      if (seeds[i] != 0) {
        product[i] = 0;
        continue;
      }
      float sum = diagonal[i] * x[i];
      if (i >= su) {
        sum -= wu[i - su] * x[i - su];
      }
      if (i >= sv) {
        sum -= wv[i - sv] * x[i - sv];
      }
      if (i >= ss) {
        sum -= ws[i - ss] * x[i - ss];
      }
      if (i + su < size) {
        sum -= wu[i] * x[i + su];
      }
      if (i + sv < size) {
        sum -= wv[i] * x[i + sv];
      }
      if (i + ss < size) {
        sum -= ws[i] * x[i + ss];
      }
      product[i] = sum;
    }
  }

  /** Solves with the factors: forwards, then backwards. */
  private void precondition(float[] residual, float[] solved) {
    float[] fu = factors[0];
    float[] fv = factors[1];
    float[] fs = factors[2];
    int su = steps[0];
    int sv = steps[1];
    int ss = steps[2];
    for (int i = 0; i < size; i++) {
      if (seeds[i] != 0) {
        solved[i] = 0;
        continue;
      }
      float sum = residual[i];
      if (i >= su) {
        sum += fu[i - su] * solved[i - su];
      }
      if (i >= sv) {
        sum += fv[i - sv] * solved[i - sv];
      }
      if (i >= ss) {
        sum += fs[i - ss] * solved[i - ss];
      }
      solved[i] = sum * preconditioner[i];
    }
    for (int i = size - 1; i >= 0; i--) {
      if (seeds[i] != 0) {
        continue;
      }
      float sum = solved[i];
      if (i + su < size) {
        sum += fu[i] * solved[i + su];
      }
      if (i + sv < size) {
        sum += fv[i] * solved[i + sv];
      }
      if (i + ss < size) {
        sum += fs[i] * solved[i + ss];
      }
      solved[i] = sum * preconditioner[i];
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
