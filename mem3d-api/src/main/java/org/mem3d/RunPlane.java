package org.mem3d;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A plane whose rectangle is kept as runs of equal bytes, row by row: the labels of a large plane
 * take a hundredth of their bytes. Immutable.
 */
final class RunPlane extends BytePlane {
  /** What a run takes: its end and its value. */
  private static final int RUN_BYTES = Integer.BYTES + 1;

  /** By row, its first run; behind the last row the number of runs. */
  private final int[] firsts;

  /** By run, the column before which it ends. */
  private final int[] ends;

  /** By run, its byte. */
  private final byte[] values;

  private RunPlane(BytePlane plane, int[] firsts, int[] ends, byte[] values) {
    super(plane.lowX, plane.lowY, plane.width, plane.height);
    this.firsts = firsts;
    this.ends = ends;
    this.values = values;
  }

  /** Returns a plane's bytes as runs; null where these would take more than half as much. */
  static @Nullable RunPlane of(BytePlane plane) {
    int most = (plane.width - 2 * Integer.BYTES) / 2 * plane.height / RUN_BYTES;
    if (most < plane.height) {
      return null;
    }
    int[] firsts = new int[plane.height + 1];
    int[] ends = new int[Math.min(most, 4 * plane.height)];
    byte[] values = new byte[ends.length];
    byte[] bytes = new byte[plane.width];
    int runs = 0;
    for (int row = 0; row < plane.height; row++) {
      plane.copyRow(row, 0, plane.width, bytes, 0);
      for (int column = 0; column < plane.width; runs++) {
        if (runs >= most) {
          return null;
        }
        if (runs == ends.length) {
          ends = Arrays.copyOf(ends, 2 * runs);
          values = Arrays.copyOf(values, 2 * runs);
        }
        byte value = bytes[column];
        while (column < plane.width && bytes[column] == value) {
          column++;
        }
        ends[runs] = column;
        values[runs] = value;
      }
      firsts[row + 1] = runs;
    }
    return new RunPlane(plane, firsts, Arrays.copyOf(ends, runs), Arrays.copyOf(values, runs));
  }

  @Override
  byte kept(int column, int row) {
    return values[run(column, row)];
  }

  /** Returns the run in which a column of a row lies. */
  private int run(int column, int row) {
    int found = Arrays.binarySearch(ends, firsts[row], firsts[row + 1], column);
    // The run that ends before this column is not the column's.
    return found < 0 ? -found - 1 : found + 1;
  }

  @Override
  void copyRow(int row, int from, int end, byte[] to, int at) {
    int run = run(from, row);
    for (int column = from; column < end; run++) {
      int next = Math.min(end, ends[run]);
      Arrays.fill(to, at + column - from, at + next - from, values[run]);
      column = next;
    }
  }
}
