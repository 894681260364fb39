package org.mem3d.core.refinement;

import java.util.Arrays;
import java.util.Set;
import org.mem3d.core.concurrent.WorkerPool;

/**
 * The likelihood ratio of intensities, object against surroundings, learned from the annotated
 * slices. The feature is a pair: a cell's intensity and the mean of its 3 x 3 neighbours, in a
 * smoothed joint histogram for each of the two. The weight of the resulting prior falls with the
 * overlap of the two histograms (Bhattacharyya coefficient). Immutable.
 */
final class IntensityLikelihoodRatio {
  private static final int BINS = 32;

  /** Width of the surroundings that are learned from, in longer sides of the object's box. */
  private static final double AROUND = 0.3;

  private static final int LEAST_AROUND = 5;

  /**
   * Count added to each bin of the histograms, over all bins, so that no ratio is 0 or infinite.
   */
  private static final double PSEUDO_COUNT = 6;

  /** Exponent of (1 - Bhattacharyya coefficient) in the weight of the prior. */
  private static final double TRUSTED = 1.5;

  /** Factor of the weighted log ratio in the logistic function that makes a probability of it. */
  private static final double RATIO_SCALE = 3;

  private final float[] ratios;
  private final float[] intensities;
  private final float[] means;

  private IntensityLikelihoodRatio(float[] ratios, float[] intensities, float[] means) {
    this.ratios = ratios;
    this.intensities = intensities;
    this.means = means;
  }

  /**
   * Learns from annotated slices.
   *
   * @param object for each cell, above one half where the object is
   * @param slices the annotated ones, by their place in the block
   * @param workers share the work
   */
  static IntensityLikelihoodRatio of(
      CellGrid grid, float[] object, Set<Integer> slices, WorkerPool workers) {
    float[] means = means(grid, workers);
    double[] inside = new double[BINS * BINS];
    double[] around = new double[BINS * BINS];
    for (int slice : slices) {
      count(grid, means, object, slice, inside, around);
    }
    smooth(inside);
    smooth(around);
    return new IntensityLikelihoodRatio(ratios(inside, around), grid.intensities, means);
  }

  private static void count(
      CellGrid grid, float[] means, float[] object, int slice, double[] inside, double[] around) {
    int width = grid.sizes[0];
    int height = grid.sizes[1];
    int start = slice * grid.plane();
    int lowU = width;
    int lowV = height;
    int highU = -1;
    int highV = -1;
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        if (object[start + v * width + u] > 0.5f) {
          lowU = Math.min(lowU, u);
          highU = Math.max(highU, u);
          lowV = Math.min(lowV, v);
          highV = v;
        }
      }
    }
    if (highV < 0) {
      return;
    }
    int reach = (int) Math.max(LEAST_AROUND, AROUND * Math.max(highU - lowU, highV - lowV));
    for (int v = Math.max(0, lowV - reach); v <= Math.min(height - 1, highV + reach); v++) {
      for (int u = Math.max(0, lowU - reach); u <= Math.min(width - 1, highU + reach); u++) {
        int i = start + v * width + u;
        (object[i] > 0.5f ? inside : around)[bin(grid.intensities[i], means[i])]++;
      }
    }
  }

  private static float[] ratios(double[] inside, double[] around) {
    double in = Arrays.stream(inside).sum();
    double out = Arrays.stream(around).sum();
    float[] ratios = new float[inside.length];
    if (in == 0 || out == 0) {
      return ratios;
    }
    double alike = 0;
    for (int bin = 0; bin < ratios.length; bin++) {
      alike += Math.sqrt(inside[bin] / in * around[bin] / out);
    }
    double apart = Math.max(0, 1 - alike);
    double unseen = PSEUDO_COUNT / (in + out);
    for (int bin = 0; bin < ratios.length; bin++) {
      double ratio = Math.log((inside[bin] / in + unseen) / (around[bin] / out + unseen));
      ratios[bin] = (float) (Math.pow(apart, TRUSTED) * ratio);
    }
    return ratios;
  }

  private static int bin(float intensity, float mean) {
    return level(intensity) * BINS + level(mean);
  }

  private static int level(float value) {
    return Math.min(BINS - 1, (int) (value * BINS));
  }

  /** Spreads each count over its neighbours by 1/4, 1/2, 1/4 in both directions. */
  private static void smooth(double[] counts) {
    for (int line = 0; line < BINS; line++) {
      smooth(counts, line * BINS, 1);
    }
    for (int line = 0; line < BINS; line++) {
      smooth(counts, line, BINS);
    }
  }

  private static void smooth(double[] counts, int start, int step) {
    double before = counts[start];
    for (int k = 0; k < BINS; k++) {
      int at = start + k * step;
      double here = counts[at];
      double after = k == BINS - 1 ? here : counts[at + step];
      counts[at] = (before + 2 * here + after) / 4;
      before = here;
    }
  }

  private static float[] means(CellGrid grid, WorkerPool workers) {
    int width = grid.sizes[0];
    int height = grid.sizes[1];
    float[] means = new float[grid.intensities.length];
    workers.run(
        grid.sizes[2],
        slice -> {
          int start = slice * grid.plane();
          for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
              float sum = 0;
              int count = 0;
              for (int y = Math.max(0, v - 1); y <= Math.min(height - 1, v + 1); y++) {
                for (int x = Math.max(0, u - 1); x <= Math.min(width - 1, u + 1); x++) {
                  sum += grid.intensities[start + y * width + x];
                  count++;
                }
              }
              means[start + v * width + u] = sum / count;
            }
          }
        });
    return means;
  }

  /**
   * Combines two priors for a cell: the network's probability, and a logistic function of the log
   * likelihood ratio of its intensities, weighted by a power of 1 minus the Bhattacharyya
   * coefficient of object and surroundings.
   *
   * @param network trust in the network
   * @param most the most that intensities are trusted, in shares of that
   * @param prior the network's probability of each cell; the cell's is replaced
   * @param trust for each cell; the cell's is set
   */
  void join(int cell, double network, double most, float[] prior, float[] trust) {
    float ratio = ratios[bin(intensities[cell], means[cell])];
    float share = (float) (most * Math.min(1, Math.abs(ratio)));
    float likely = (float) (1 / (1 + Math.exp(-RATIO_SCALE * ratio)));
    prior[cell] = (prior[cell] + share * likely) / (1 + share);
    trust[cell] = (float) network * (1 + share);
  }
}
