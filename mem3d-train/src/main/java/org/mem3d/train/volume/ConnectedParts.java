package org.mem3d.train.volume;

import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import org.mem3d.train.region.Neighbours;

/**
 * The connected pieces of labels: voxels of one label joined by their faces. Very small pieces of a
 * label count as one where there are too many. Immutable.
 */
public final class ConnectedParts {
  private final Parts parts;
  private final short[] numbers;
  private final int[] labels;

  private ConnectedParts(Parts parts, short[] numbers, int[] labels) {
    this.parts = parts;
    this.numbers = numbers;
    this.labels = labels;
  }

  /**
   * Finds the pieces.
   *
   * @param voxels a label each, x fastest, 0 for none, none negative
   * @param sizes voxels along x, y and z
   */
  public static ConnectedParts of(short[] voxels, int[] sizes) {
    for (int least = 1; ; least *= 4) {
      ConnectedParts found = of(voxels, sizes, least);
      if (found.parts.count() < Parts.MOST) {
        return found;
      }
    }
  }

  private static ConnectedParts of(short[] voxels, int[] sizes, int least) {
    Neighbours neighbours = new Neighbours(sizes);
    boolean[] seen = new boolean[voxels.length];
    short[] numbers = new short[voxels.length];
    int[] queue = new int[voxels.length];
    int[] beside = new int[6];
    int[] crumbs = new int[Short.MAX_VALUE + 1];
    List<Integer> labels = new ArrayList<>(List.of(0));
    for (int start = 0; start < voxels.length; start++) {
      if (voxels[start] == 0 || seen[start]) {
        continue;
      }
      int size = 0;
      queue[size++] = start;
      seen[start] = true;
      for (int head = 0; head < size; head++) {
        int found = neighbours.of(queue[head], beside);
        for (int k = 0; k < found; k++) {
          int next = beside[k];
          if (!seen[next] && voxels[next] == voxels[start]) {
            seen[next] = true;
            queue[size++] = next;
          }
        }
      }
      int label = voxels[start];
      boolean crumb = size < least;
      int number = crumb ? crumbs[label] : 0;
      if (number == 0) {
        number = labels.size();
        labels.add(label);
        if (crumb) {
          crumbs[label] = number;
        }
      }
      for (int i = 0; i < size; i++) {
        numbers[queue[i]] = (short) number;
      }
    }
    Parts parts = new Parts(ShortBuffer.wrap(numbers), sizes, labels.size() - 1);
    return new ConnectedParts(
        parts, numbers, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Returns the pieces. */
  public Parts parts() {
    return parts;
  }

  /** Returns the piece of each voxel, unsigned; shared, not to be changed. */
  public short[] numbers() {
    return numbers;
  }

  /** Returns the label of each piece, that of 0 being 0; shared, not to be changed. */
  public int[] labels() {
    return labels;
  }
}
