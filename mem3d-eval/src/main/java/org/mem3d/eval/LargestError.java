package org.mem3d.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mem3d.SliceMask;
import org.mem3d.core.region.EuclideanDistance;

/**
 * The largest connected part of a volume in which a mask is wrong in one way, and its voxel that
 * lies deepest in it. Immutable.
 *
 * @param missing whether the object is missing there; else there is too much
 * @param voxels how many voxels are wrong
 * @param slice index of the deepest voxel's slice
 * @param u of the deepest voxel
 * @param v of the deepest voxel
 */
record LargestError(boolean missing, int voxels, int slice, int u, int v) {

  /**
   * Finds it: voxels that touch, at a corner at least, are connected, and depth is the distance in
   * millimetres from what is no such error or lies beyond the volume. Of parts of one size what is
   * missing comes first.
   *
   * @param masks one for each slice
   * @param truth one for each slice, of the same sizes
   * @param spacings along u, v and slices, in millimetres
   * @return nothing if nothing is wrong
   */
  static Optional<LargestError> of(
      List<SliceMask> masks, List<SliceMask> truth, double[] spacings) {
    Metrics.requireSameSize(masks, truth);
    Optional<LargestError> missing = of(truth, masks, spacings, true);
    Optional<LargestError> surplus = of(masks, truth, spacings, false);
    return missing.isPresent()
            && missing.get().voxels >= surplus.map(LargestError::voxels).orElse(0)
        ? missing
        : surplus;
  }

  private static Optional<LargestError> of(
      List<SliceMask> in, List<SliceMask> notIn, double[] spacings, boolean missing) {
    if (in.isEmpty()) {
      return Optional.empty();
    }
    int width = in.get(0).width();
    int height = in.get(0).height();
    int[] parts = new int[Math.multiplyExact(Math.multiplyExact(width, height), in.size())];
    for (int slice = 0, i = 0; slice < in.size(); slice++) {
      for (int pixel = 0; pixel < width * height; pixel++, i++) {
        parts[i] = in.get(slice).contains(pixel) && !notIn.get(slice).contains(pixel) ? -1 : 0;
      }
    }
    int[] sizes = {width, height, in.size()};
    int[] queue = new int[parts.length];
    int found = 0;
    int largest = 0;
    int voxels = 0;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] < 0) {
        int size = fill(parts, sizes, i, ++found, queue);
        if (size > voxels) {
          voxels = size;
          largest = found;
        }
      }
    }
    if (found == 0) {
      return Optional.empty();
    }
    int deepest = deepest(parts, sizes, largest, spacings);
    return Optional.of(
        new LargestError(
            missing,
            voxels,
            deepest / (width * height),
            deepest % width,
            deepest / width % height));
  }

  /** Gives a part its number and returns its size. */
  private static int fill(int[] parts, int[] sizes, int seed, int number, int[] queue) {
    int count = 0;
    queue[count++] = seed;
    parts[seed] = number;
    for (int head = 0; head < count; head++) {
      int at = queue[head];
      int u = at % sizes[0];
      int v = at / sizes[0] % sizes[1];
      int w = at / (sizes[0] * sizes[1]);
      for (int k = Math.max(0, w - 1); k <= Math.min(sizes[2] - 1, w + 1); k++) {
        for (int j = Math.max(0, v - 1); j <= Math.min(sizes[1] - 1, v + 1); j++) {
          for (int i = Math.max(0, u - 1); i <= Math.min(sizes[0] - 1, u + 1); i++) {
            int next = (k * sizes[1] + j) * sizes[0] + i;
            if (parts[next] < 0) {
              parts[next] = number;
              queue[count++] = next;
            }
          }
        }
      }
    }
    return count;
  }

  /** Returns the index of a part's deepest voxel, the first of equal ones. */
  private static int deepest(int[] parts, int[] sizes, int number, double[] spacings) {
    int[] low = sizes.clone();
    int[] high = {-1, -1, -1};
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] == number) {
        int[] place = {i % sizes[0], i / sizes[0] % sizes[1], i / (sizes[0] * sizes[1])};
        Arrays.setAll(low, side -> Math.min(low[side], place[side]));
        Arrays.setAll(high, side -> Math.max(high[side], place[side]));
      }
    }
    // One voxel of margin on every side stands for all that is no part of it.
    int[] box = new int[3];
    Arrays.setAll(box, side -> high[side] - low[side] + 3);
    double[] squared = new double[box[0] * box[1] * box[2]];
    for (int w = low[2]; w <= high[2]; w++) {
      for (int v = low[1]; v <= high[1]; v++) {
        for (int u = low[0]; u <= high[0]; u++) {
          if (parts[(w * sizes[1] + v) * sizes[0] + u] == number) {
            squared[((w - low[2] + 1) * box[1] + v - low[1] + 1) * box[0] + u - low[0] + 1] =
                Double.POSITIVE_INFINITY;
          }
        }
      }
    }
    EuclideanDistance.squared(squared, box, spacings);
    int best = 0;
    for (int i = 1; i < squared.length; i++) {
      if (squared[i] > squared[best]) {
        best = i;
      }
    }
    int u = best % box[0] + low[0] - 1;
    int v = best / box[0] % box[1] + low[1] - 1;
    int w = best / (box[0] * box[1]) + low[2] - 1;
    return (w * sizes[1] + v) * sizes[0] + u;
  }
}
