package org.mem3d.eval;

import java.util.Arrays;
import org.mem3d.SliceMask;
import org.mem3d.core.region.EuclideanDistance;

/**
 * The exact Euclidean distance from each pixel of a mask to the nearest pixel outside it, in
 * pixels; 0 outside.
 */
final class DistanceTransform {
  private static final double FAR = Double.POSITIVE_INFINITY;

  private final int width;
  private final int height;
  private final double[] distances;

  private DistanceTransform(int width, int height, double[] distances) {
    this.width = width;
    this.height = height;
    this.distances = distances;
  }

  /** Computes how deep the pixels of a mask lie; beyond the slice's edges counts as outside. */
  static DistanceTransform inside(SliceMask mask) {
    return of(mask, 0);
  }

  /** Computes how far pixels lie from a mask, which is not empty; 0 in it. */
  static DistanceTransform from(SliceMask mask) {
    return of(SliceMask.of(mask.width(), mask.height(), i -> !mask.contains(i)), FAR);
  }

  private static DistanceTransform of(SliceMask mask, double beyondEdges) {
    int width = mask.width();
    int height = mask.height();
    // One pixel of margin on every side stands for all that lies beyond the slice.
    int w = width + 2;
    int h = height + 2;
    double[] squared = new double[w * h];
    Arrays.fill(squared, beyondEdges);
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        squared[(v + 1) * w + u + 1] = mask.contains(u, v) ? FAR : 0;
      }
    }
    EuclideanDistance.squared(squared, new int[] {w, h}, new double[] {1, 1});
    double[] distances = new double[width * height];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.sqrt(squared[(i / width + 1) * w + i % width + 1]);
    }
    return new DistanceTransform(width, height, distances);
  }

  /** Returns the distance of a pixel. */
  double at(int u, int v) {
    return distances[v * width + u];
  }

  /** Returns the distance of the pixel of index {@code v * width + u}. */
  double at(int index) {
    return distances[index];
  }

  /** Returns the index of the pixel farthest from the outside, the first of equal ones. */
  int deepest() {
    int best = 0;
    for (int i = 1; i < distances.length; i++) {
      if (distances[i] > distances[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Returns the number of pixels. */
  int size() {
    return width * height;
  }
}
