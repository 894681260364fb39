package org.mem3d.core.region;

import java.util.Arrays;

/**
 * The levels of a rectangle. A large one is held as runs of equal levels in its rows, where that
 * halves it at least: a network's answer, brought to the voxels of a large slice, has few others.
 * Equal levels are held alike. Immutable.
 */
final class Levels {
  /** A smaller rectangle is held as it is: what looks at its voxels should not search for them. */
  private static final int LARGE = 1 << 18;

  private final int width;

  /** The levels, u fastest, or one for each run. Not modified. */
  private final byte[] values;

  /** For each run where in its row the next one begins; empty if the levels are held as they are. */
  private final char[] ends;

  /** The first run of each row, and behind the last row the number of runs. */
  private final int[] rows;

  private Levels(int width, byte[] values, char[] ends, int[] rows) {
    this.width = width;
    this.values = values;
    this.ends = ends;
    this.rows = rows;
  }

  /**
   * Takes levels.
   *
   * @param levels whole rows of them, u fastest; the array is kept or dropped
   */
  static Levels of(byte[] levels, int width) {
    if (levels.length >= LARGE && width <= Character.MAX_VALUE) {
      int height = levels.length / width;
      int[] rows = new int[height + 1];
      for (int v = 0; v < height; v++) {
        rows[v + 1] = rows[v] + runs(levels, v * width, width);
      }
      if ((Byte.BYTES + Character.BYTES) * (long) rows[height] + 4L * rows.length
          < levels.length / 2) {
        return packed(levels, width, rows);
      }
    }
    return new Levels(width, levels, new char[0], new int[0]);
  }

  private static int runs(byte[] levels, int from, int width) {
    int runs = 1;
    for (int i = from + 1; i < from + width; i++) {
      runs += levels[i] == levels[i - 1] ? 0 : 1;
    }
    return runs;
  }

  private static Levels packed(byte[] levels, int width, int[] rows) {
    int count = rows[rows.length - 1];
    byte[] values = new byte[count];
    char[] ends = new char[count];
    int run = 0;
    for (int from = 0; from < levels.length; from += width) {
      for (int u = 1; u <= width; u++) {
        if (u == width || levels[from + u] != levels[from + u - 1]) {
          values[run] = levels[from + u - 1];
          ends[run++] = (char) u;
        }
      }
    }
    return new Levels(width, values, ends, rows);
  }

  private boolean isPacked() {
    return rows.length > 0;
  }

  /** Returns the number of levels. */
  int length() {
    return isPacked() ? (rows.length - 1) * width : values.length;
  }

  /** Returns a level, 0 to 255. */
  int at(int u, int v) {
    if (!isPacked()) {
      return values[v * width + u] & 0xff;
    }
    int low = rows[v];
    int high = rows[v + 1] - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return values[low] & 0xff;
  }

  /** Returns all levels, u fastest; not to be modified. */
  byte[] all() {
    if (!isPacked()) {
      return values;
    }
    byte[] levels = new byte[length()];
    for (int v = 0; v + 1 < rows.length; v++) {
      int from = v * width;
      for (int run = rows[v], u = 0; run < rows[v + 1]; u = ends[run++]) {
        Arrays.fill(levels, from + u, from + ends[run], values[run]);
      }
    }
    return levels;
  }

  /** Returns the bytes that these take. */
  long bytes() {
    return values.length + 2L * ends.length + 4L * rows.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Levels that
        && width == that.width
        && Arrays.equals(values, that.values)
        && Arrays.equals(ends, that.ends)
        && Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + Arrays.hashCode(ends);
  }
}
