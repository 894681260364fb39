package org.mem3d.train.region;

import java.util.Arrays;

/**
 * Floods a landscape from its minima until the basins meet (Meyer, "Un algorithme optimal de ligne
 * de partage des eaux", 1991; Beucher and Meyer 1993): voxels are taken lowest first, of equal ones
 * those that were reached first, from an ordered queue. Every voxel falls to a basin; there are no
 * lines between them. Neighbours share a face. Stateless.
 */
final class Watershed {
  private static final int LEVELS = 512;

  /** The share of voxels that lie below the highest level. */
  private static final double TOP = 0.995;

  private Watershed() {}

  /** Basins of a landscape. */
  static final class Basins {
    private final int[] numbers;
    private final int count;

    private Basins(int[] numbers, int count) {
      this.numbers = numbers;
      this.count = count;
    }

    /** Returns the basin of each voxel, 0 to {@code count() - 1}; shared. */
    int[] numbers() {
      return numbers;
    }

    int count() {
      return count;
    }
  }

  /**
   * Floods.
   *
   * @param heights one a voxel, x fastest, 0 or more
   * @param sizes voxels along x, y and z
   */
  static Basins flood(float[] heights, int[] sizes) {
    short[] levels = levels(heights);
    Neighbours neighbours = new Neighbours(sizes);
    int[] numbers = new int[levels.length];
    Arrays.fill(numbers, -1);
    int count = markMinima(levels, neighbours, numbers);
    spread(levels, neighbours, numbers);
    return new Basins(numbers, count);
  }

  /** Rounds heights to levels: finer ones where they are low and most voxels lie. */
  private static short[] levels(float[] heights) {
    float[] sorted = heights.clone();
    Arrays.sort(sorted);
    float top = sorted[(int) (TOP * (sorted.length - 1))];
    if (top <= 0) {
      top = Math.max(sorted[sorted.length - 1], Float.MIN_NORMAL);
    }
    short[] levels = new short[heights.length];
    for (int i = 0; i < levels.length; i++) {
      double share = Math.sqrt(Math.min(1, heights[i] / top));
      levels[i] = (short) Math.min(LEVELS - 1, (int) (share * LEVELS));
    }
    return levels;
  }

  /** Numbers the plains that have no lower neighbour. */
  private static int markMinima(short[] levels, Neighbours neighbours, int[] numbers) {
    boolean[] seen = new boolean[levels.length];
    int[] plain = new int[levels.length];
    int[] beside = new int[6];
    int count = 0;
    for (int start = 0; start < levels.length; start++) {
      if (seen[start]) {
        continue;
      }
      seen[start] = true;
      int size = 0;
      plain[size++] = start;
      boolean lowest = true;
      for (int head = 0; head < size; head++) {
        int found = neighbours.of(plain[head], beside);
        for (int k = 0; k < found; k++) {
          int next = beside[k];
          if (levels[next] < levels[start]) {
            lowest = false;
          } else if (levels[next] == levels[start] && !seen[next]) {
            seen[next] = true;
            plain[size++] = next;
          }
        }
      }
      if (lowest) {
        for (int i = 0; i < size; i++) {
          numbers[plain[i]] = count;
        }
        count++;
      }
    }
    return count;
  }

  private static void spread(short[] levels, Neighbours neighbours, int[] numbers) {
    OrderedQueue queue = new OrderedQueue(LEVELS, levels.length);
    int[] beside = new int[6];
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] >= 0) {
        queue.add(i, levels[i]);
      }
    }
    for (int voxel = queue.take(); voxel >= 0; voxel = queue.take()) {
      int found = neighbours.of(voxel, beside);
      for (int k = 0; k < found; k++) {
        int next = beside[k];
        if (numbers[next] < 0) {
          numbers[next] = numbers[voxel];
          queue.add(next, levels[next]);
        }
      }
    }
  }

  /** First in, first out at each level; the lowest level first. Each voxel goes in once. */
  private static final class OrderedQueue {
    private final int[] first;
    private final int[] last;
    private final int[] next;
    private int level;

    OrderedQueue(int levels, int voxels) {
      first = new int[levels];
      last = new int[levels];
      next = new int[voxels];
      Arrays.fill(first, -1);
    }

    void add(int voxel, int wanted) {
      // Water that has risen does not fall again.
      int at = Math.max(wanted, level);
      next[voxel] = -1;
      if (first[at] < 0) {
        first[at] = voxel;
      } else {
        next[last[at]] = voxel;
      }
      last[at] = voxel;
    }

    int take() {
      while (level < first.length && first[level] < 0) {
        level++;
      }
      if (level == first.length) {
        return -1;
      }
      int voxel = first[level];
      first[level] = next[voxel];
      return voxel;
    }
  }
}
