package org.mem3d.eval.baseline;

import java.util.BitSet;

/**
 * Interactive graph cut (Boykov and Jolly 2001): the labels that make region and boundary together
 * cheapest. Stateless.
 *
 * <p>Region: minus the logarithm of how often a voxel's intensity occurs among the seeds of its
 * side. Boundary, between the six neighbours: {@code LAMBDA * exp(-difference^2 / (2 * mean squared
 * difference))}, by their distance relative to the smallest. What is not joined to a seed of the
 * object is left out at the end.
 */
final class GraphCut {
  /** What the boundary counts against the grid. */
  static final double LAMBDA = 25;

  private static final int BINS = 64;
  private static final double SMOOTHING = 1.5;

  /** Capacities are whole numbers of this fraction. */
  private static final double UNIT = 1e-3;

  private GraphCut() {}

  /** Returns the voxels of the object. */
  static BitSet segment(SeededGrid grid) {
    double[] object = frequencies(grid, SeededGrid.OBJECT);
    double[] background = frequencies(grid, SeededGrid.BACKGROUND);
    MaxFlow flow = new MaxFlow(grid.sizes[0], grid.sizes[1], grid.sizes[2]);
    // More than all links of a voxel together: no cut passes here.
    int never = (int) (1e4 * LAMBDA / UNIT);
    for (int i = 0; i < grid.size(); i++) {
      if (grid.seeds[i] == SeededGrid.OBJECT) {
        flow.terminal(i, never);
      } else if (grid.seeds[i] == SeededGrid.BACKGROUND) {
        flow.terminal(i, -never);
      } else {
        int bin = bin(grid.intensities[i]);
        flow.terminal(i, (int) Math.rint(Math.log(object[bin] / background[bin]) / UNIT));
      }
    }
    double spread = 2 * meanSquaredDifference(grid);
    for (int d = 0; d < 3; d++) {
      double scale = LAMBDA * grid.finest() / grid.spacings[d] / UNIT;
      for (int i = 0; i < grid.size(); i++) {
        if (grid.hasNext(i, d)) {
          double difference = grid.intensities[i] - grid.intensities[i + grid.steps[d]];
          flow.link(i, d, (int) Math.rint(scale * Math.exp(-difference * difference / spread)));
        }
      }
    }
    return joined(grid, flow.sourceSide());
  }

  /** Returns how often each bin of intensity occurs among seeds of a kind, smoothed, never 0. */
  static double[] frequencies(SeededGrid grid, byte seed) {
    double[] counts = new double[BINS];
    double total = 0;
    for (int i = 0; i < grid.size(); i++) {
      if (grid.seeds[i] == seed) {
        counts[bin(grid.intensities[i])]++;
        total++;
      }
    }
    double[] smooth = new double[BINS];
    for (int to = 0; to < BINS; to++) {
      double sum = 0;
      double weights = 0;
      for (int from = 0; from < BINS; from++) {
        double weight = Math.exp(-(from - to) * (from - to) / (2 * SMOOTHING * SMOOTHING));
        weights += weight;
        sum += weight * counts[from];
      }
      // One seed in a hundred of no particular intensity.
      smooth[to] = 0.99 * (total == 0 ? 1.0 / BINS : sum / weights / total) + 0.01 / BINS;
    }
    return smooth;
  }

  private static int bin(float intensity) {
    return Math.min(BINS - 1, (int) (intensity * BINS));
  }

  private static double meanSquaredDifference(SeededGrid grid) {
    double sum = 0;
    long pairs = 0;
    for (int d = 0; d < 2; d++) {
      for (int i = 0; i < grid.size(); i++) {
        if (grid.hasNext(i, d)) {
          double difference = grid.intensities[i] - grid.intensities[i + grid.steps[d]];
          sum += difference * difference;
          pairs++;
        }
      }
    }
    return sum > 0 ? sum / pairs : 1;
  }

  /** Returns the parts that hold a seed of the object; neighbours share a face. */
  private static BitSet joined(SeededGrid grid, BitSet inside) {
    BitSet joined = new BitSet(grid.size());
    int[] queue = new int[inside.cardinality()];
    int size = 0;
    for (int i = inside.nextSetBit(0); i >= 0; i = inside.nextSetBit(i + 1)) {
      if (grid.seeds[i] == SeededGrid.OBJECT) {
        joined.set(i);
        queue[size++] = i;
      }
    }
    for (int head = 0; head < size; head++) {
      int voxel = queue[head];
      for (int d = 0; d < 3; d++) {
        for (int sign = -1; sign <= 1; sign += 2) {
          int at = grid.position(voxel, d) + sign;
          int next = voxel + sign * grid.steps[d];
          if (at >= 0 && at < grid.sizes[d] && inside.get(next) && !joined.get(next)) {
            joined.set(next);
            queue[size++] = next;
          }
        }
      }
    }
    return joined;
  }
}
