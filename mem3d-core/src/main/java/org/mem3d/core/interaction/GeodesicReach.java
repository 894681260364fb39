package org.mem3d.core.interaction;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What is reached from marked voxels of a rectangle, each of which has a reach of its own: a step
 * to a neighbour costs its length, more where the intensity differs from the marked voxel's. So a
 * mark in one tissue changes that tissue further than the one beside it. Stateless.
 */
final class GeodesicReach {
  /** What an intensity that differs by a standard deviation of the rectangle's adds to a step. */
  private static final float DIFFERENCE = 1;

  private static final float DIAGONAL = (float) Math.sqrt(2);

  private final boolean[] open;
  private final float[] intensities;
  private final float weight;
  private final int width;
  private final boolean[] reached;

  /** By voxel, the most that is left of a reach there; negative where none has arrived. */
  private final float[] left;

  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparingDouble(Arrival::left).reversed());

  /** A way from a marked voxel has come to another one. */
  private record Arrival(int voxel, float left, float markedIntensity) {}

  private GeodesicReach(boolean[] open, float[] intensities, float weight, int width) {
    this.open = open;
    this.intensities = intensities;
    this.weight = weight;
    this.width = width;
    reached = new boolean[open.length];
    left = new float[open.length];
    Arrays.fill(left, -1);
  }

  /**
   * Returns what is reached.
   *
   * @param reaches of the marked voxels, in voxels; 0 elsewhere
   * @param open the voxels that may be reached; the marked ones are
   * @param intensities of the rectangle
   * @param width of the rectangle, whose u runs fastest
   */
  static boolean[] of(float[] reaches, boolean[] open, float[] intensities, int width) {
    float[] smooth = smoothed(intensities, width);
    double deviation = deviation(smooth);
    float weight = deviation > 0 ? (float) (DIFFERENCE / deviation) : 0;
    GeodesicReach reach = new GeodesicReach(open, smooth, weight, width);
    for (int i = 0; i < reaches.length; i++) {
      if (reaches[i] > 0) {
        reach.arrive(i, reaches[i], smooth[i]);
      }
    }
    reach.spread();
    return reach.reached;
  }

  private void arrive(int voxel, float remaining, float markedIntensity) {
    if (remaining >= 0 && remaining > left[voxel]) {
      left[voxel] = remaining;
      arrivals.add(new Arrival(voxel, remaining, markedIntensity));
    }
  }

  /** Goes on from the arrival that has most left, as Dijkstra does. */
  private void spread() {
    while (!arrivals.isEmpty()) {
      Arrival arrival = arrivals.remove();
      if (!reached[arrival.voxel]) {
        reached[arrival.voxel] = true;
        goOn(arrival);
      }
    }
  }

  private void goOn(Arrival from) {
    int u = from.voxel % width;
    int v = from.voxel / width;
    int height = open.length / width;
    for (int nextV = Math.max(0, v - 1); nextV <= Math.min(height - 1, v + 1); nextV++) {
      for (int nextU = Math.max(0, u - 1); nextU <= Math.min(width - 1, u + 1); nextU++) {
        int next = nextV * width + nextU;
        if (open[next] && !reached[next]) {
          float length = nextU != u && nextV != v ? DIAGONAL : 1;
          float difference = Math.abs(intensities[next] - from.markedIntensity);
          float cost = length * (1 + weight * difference);
          arrive(next, from.left - cost, from.markedIntensity);
        }
      }
    }
  }

  /** Returns intensities without most of the noise: averages of 3x3 voxels, binomial. */
  private static float[] smoothed(float[] values, int width) {
    return averaged(averaged(values, 1, width), width, width);
  }

  /** Averages along one direction: {@code step} 1 is u, {@code width} is v. */
  private static float[] averaged(float[] values, int step, int width) {
    float[] averages = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      boolean first = step == 1 ? i % width == 0 : i < width;
      boolean last = step == 1 ? i % width == width - 1 : i + width >= values.length;
      float before = values[first ? i : i - step];
      float after = values[last ? i : i + step];
      averages[i] = (before + 2 * values[i] + after) / 4;
    }
    return averages;
  }

  private static double deviation(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  }
}
