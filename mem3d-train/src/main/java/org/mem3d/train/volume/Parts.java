package org.mem3d.train.volume;

import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.mem3d.Axis;

/**
 * The smallest pieces of which a volume's objects are made: a number for each voxel, 0 for none.
 * What of a piece lies on which slice is counted once, so that an object made of pieces is drawn
 * without looking at the volume. Thread-safe.
 */
public final class Parts {
  /** The largest number of a piece. */
  public static final int MOST = 0xffff;

  private final ShortBuffer numbers;
  private final int[] sizes;
  private final int count;
  private final Map<Axis, PartSlices> slices = new EnumMap<>(Axis.class);
  private int[][] neighbours = new int[0][];

  /**
   * Makes pieces.
   *
   * @param numbers unsigned, one a voxel, x fastest; shared, not to be changed
   * @param sizes voxels along x, y and z
   * @param count the largest number
   */
  public Parts(ShortBuffer numbers, int[] sizes, int count) {
    this.numbers = numbers;
    this.sizes = sizes.clone();
    this.count = count;
  }

  /** Returns the largest number. */
  public int count() {
    return count;
  }

  /** Returns the piece of a voxel, 0 for none. */
  public int at(int voxel) {
    return numbers.get(voxel) & 0xffff;
  }

  /** Returns the number of voxels along an axis. */
  public int size(Axis axis) {
    return switch (axis) {
      case X -> sizes[0];
      case Y -> sizes[1];
      case Z -> sizes[2];
    };
  }

  /** Returns the distance of neighbouring voxels along an axis, for {@link #at}. */
  public int step(Axis axis) {
    return axis == Axis.X ? 1 : axis == Axis.Y ? sizes[0] : sizes[0] * sizes[1];
  }

  /** Returns what of each piece lies on which slice along an axis. */
  public synchronized PartSlices along(Axis axis) {
    return slices.computeIfAbsent(axis, key -> PartSlices.of(this, key));
  }

  /** Returns the pieces with which each piece shares a face; that of 0 is empty. */
  public synchronized int[][] neighbours() {
    if (neighbours.length == 0) {
      neighbours = findNeighbours();
    }
    return neighbours;
  }

  private int[][] findNeighbours() {
    int[] pairs = new int[1 << 12];
    int found = 0;
    // Faces of one pair lie close together: most that were met before were met a moment ago.
    int[] recent = new int[1 << 12];
    int total = numbers.limit();
    for (Axis axis : Axis.values()) {
      int step = step(axis);
      int size = size(axis);
      for (int i = 0; i < total; i++) {
        int a = at(i);
        if (a == 0 || i / step % size + 1 == size) {
          continue;
        }
        int b = at(i + step);
        if (b == 0 || a == b) {
          continue;
        }
        int pair = Math.min(a, b) << 16 | Math.max(a, b);
        int place = (pair * 0x9E3779B1) >>> 20;
        if (recent[place] != pair) {
          recent[place] = pair;
          if (found == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * found);
          }
          pairs[found++] = pair;
        }
      }
    }
    return ofPairs(Arrays.stream(pairs, 0, found).distinct().sorted().toArray());
  }

  private int[][] ofPairs(int[] sorted) {
    int[] degree = new int[count + 1];
    for (int pair : sorted) {
      degree[pair >>> 16]++;
      degree[pair & 0xffff]++;
    }
    int[][] found = new int[count + 1][];
    for (int part = 0; part <= count; part++) {
      found[part] = new int[degree[part]];
    }
    for (int pair : sorted) {
      int a = pair >>> 16;
      int b = pair & 0xffff;
      found[a][--degree[a]] = b;
      found[b][--degree[b]] = a;
    }
    return found;
  }
}
