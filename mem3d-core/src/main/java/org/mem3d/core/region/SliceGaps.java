package org.mem3d.core.region;

import java.util.BitSet;

/**
 * Fills the parts of a slice that say nothing: padding outside a field of view, saturated rims,
 * metal, hot pixels. What lies next to them is carried into them, so that no outline is seen where
 * the image only ends. Stateless.
 */
final class SliceGaps {
  private SliceGaps() {}

  /**
   * Fills gaps from their edges on, voxel by voxel, each with the mean of those of its eight
   * neighbours that were known before. Linear in the number of gaps.
   *
   * @param values of the slice, u fastest; the gaps are filled, unless there is nothing else
   * @param gaps the places of the gaps; what they hold is not looked at
   * @param width voxels along u
   */
  static void fill(float[] values, BitSet gaps, int width) {
    int height = values.length / width;
    int gapCount = gaps.cardinality();
    for (int i = gaps.nextSetBit(0); i >= 0; i = gaps.nextSetBit(i + 1)) {
      values[i] = Float.NaN;
    }
    int[] edge = new int[gapCount];
    int[] next = new int[gapCount];
    float[] found = new float[gapCount];
    BitSet met = new BitSet();
    int count = 0;
    for (int i = gaps.nextSetBit(0); i >= 0; i = gaps.nextSetBit(i + 1)) {
      if (!Float.isNaN(meanAround(values, width, height, i))) {
        met.set(i);
        edge[count++] = i;
      }
    }
    while (count > 0) {
      for (int i = 0; i < count; i++) {
        found[i] = meanAround(values, width, height, edge[i]);
      }
      int further = 0;
      for (int i = 0; i < count; i++) {
        int at = edge[i];
        values[at] = found[i];
        int u = at % width;
        int v = at / width;
        for (int j = Math.max(0, v - 1); j <= Math.min(height - 1, v + 1); j++) {
          for (int k = Math.max(0, u - 1); k <= Math.min(width - 1, u + 1); k++) {
            int beside = j * width + k;
            if (Float.isNaN(values[beside]) && !met.get(beside)) {
              met.set(beside);
              next[further++] = beside;
            }
          }
        }
      }
      int[] swap = edge;
      edge = next;
      next = swap;
      count = further;
    }
  }

  /** Returns the mean of a voxel's known neighbours, NaN if there is none. */
  private static float meanAround(float[] values, int width, int height, int at) {
    int u = at % width;
    int v = at / width;
    float sum = 0;
    int known = 0;
    for (int j = Math.max(0, v - 1); j <= Math.min(height - 1, v + 1); j++) {
      for (int i = Math.max(0, u - 1); i <= Math.min(width - 1, u + 1); i++) {
        float value = values[j * width + i];
        if (!Float.isNaN(value)) {
          sum += value;
          known++;
        }
      }
    }
    return known == 0 ? Float.NaN : sum / known;
  }
}
