package org.mem3d;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one plane, of which a rectangle is kept; those outside it are 0. Immutable, if an
 * array that it was made within is not changed.
 */
abstract class BytePlane {
  /** A smaller rectangle is kept as it is: looking for runs would cost more than its bytes. */
  private static final int LARGE = 1 << 16;

  final int lowX;
  final int lowY;
  final int width;
  final int height;

  BytePlane(int lowX, int lowY, int width, int height) {
    this.lowX = lowX;
    this.lowY = lowY;
    this.width = width;
    this.height = height;
  }

  /** Returns a byte by its place in the rectangle. */
  abstract byte kept(int column, int row);

  /** Copies bytes of a row of the rectangle, from a column to before another. */
  abstract void copyRow(int row, int from, int end, byte[] to, int at);

  /** Returns a whole plane inside an array, which is not copied. */
  static BytePlane within(byte[] bytes, int offset, int sizeX, int sizeY) {
    return new ArrayPlane(bytes, offset, sizeX, 0, 0, sizeX, sizeY);
  }

  /**
   * Returns a copy of what is not 0 in a plane, a large one as runs where that takes less; null if
   * all is 0.
   *
   * @param plane {@code sizeX * sizeY} bytes, x fastest
   */
  static @Nullable BytePlane of(byte[] plane, int sizeX, int sizeY) {
    int lowY = -1;
    int lastY = -1;
    int lowX = sizeX;
    int lastX = -1;
    for (int y = 0, row = 0; y < sizeY; y++, row += sizeX) {
      int first = firstUsed(plane, row, row + sizeX) - row;
      if (first == sizeX) {
        continue;
      }
      lowY = lowY < 0 ? y : lowY;
      lastY = y;
      lowX = Math.min(lowX, first);
      int last = sizeX - 1;
      while (last > lastX && plane[row + last] == 0) {
        last--;
      }
      lastX = Math.max(lastX, last);
    }
    if (lowY < 0) {
      return null;
    }
    int width = lastX - lowX + 1;
    int height = lastY - lowY + 1;
    BytePlane all = new ArrayPlane(plane, lowY * sizeX + lowX, sizeX, lowX, lowY, width, height);
    BytePlane runs = width * height < LARGE ? null : RunPlane.of(all);
    return runs == null ? ArrayPlane.copy(all) : runs;
  }

  private static int firstUsed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == 0) {
      at++;
    }
    return at;
  }

  int at(int x, int y) {
    int column = x - lowX;
    int row = y - lowY;
    return column < 0 || column >= width || row < 0 || row >= height ? 0 : kept(column, row) & 0xff;
  }

  /** Copies a part of a row out, 0 where nothing is kept. */
  void readRow(int y, int fromX, int toX, byte[] to, int at) {
    int row = y - lowY;
    int from = Math.max(fromX, lowX);
    int end = Math.min(toX, lowX + width);
    if (row < 0 || row >= height || from >= end) {
      Arrays.fill(to, at, at + toX - fromX, (byte) 0);
      return;
    }
    Arrays.fill(to, at, at + from - fromX, (byte) 0);
    copyRow(row, from - lowX, end - lowX, to, at + from - fromX);
    Arrays.fill(to, at + end - fromX, at + toX - fromX, (byte) 0);
  }

  /** Copies all that is kept to its place in a plane of zeros. */
  void add(float[] plane, int sizeX) {
    byte[] row = new byte[width];
    for (int y = 0; y < height; y++) {
      copyRow(y, 0, width, row, 0);
      int at = (lowY + y) * sizeX + lowX;
      for (int x = 0; x < width; x++) {
        plane[at + x] = row[x] & 0xff;
      }
    }
  }

  long count(byte value) {
    byte[] row = new byte[width];
    long count = 0;
    for (int y = 0; y < height; y++) {
      copyRow(y, 0, width, row, 0);
      for (byte each : row) {
        if (each == value) {
          count++;
        }
      }
    }
    return count;
  }

  /** Returns whether two planes have the same bytes, whichever rectangles they keep. */
  static boolean same(@Nullable BytePlane one, @Nullable BytePlane other) {
    if (one == null || other == null) {
      BytePlane some = one == null ? other : one;
      return some == null || some.isZero();
    }
    int lowX = Math.min(one.lowX, other.lowX);
    int toX = Math.max(one.lowX + one.width, other.lowX + other.width);
    int toY = Math.max(one.lowY + one.height, other.lowY + other.height);
    byte[] row = new byte[toX - lowX];
    byte[] otherRow = new byte[toX - lowX];
    for (int y = Math.min(one.lowY, other.lowY); y < toY; y++) {
      one.readRow(y, lowX, toX, row, 0);
      other.readRow(y, lowX, toX, otherRow, 0);
      if (!Arrays.equals(row, otherRow)) {
        return false;
      }
    }
    return true;
  }

  private boolean isZero() {
    return count((byte) 0) == (long) width * height;
  }

  /** Returns a hash of the bytes that are not 0 and of their places. */
  int hash() {
    byte[] row = new byte[width];
    int hash = 0;
    for (int y = 0; y < height; y++) {
      copyRow(y, 0, width, row, 0);
      for (int x = 0; x < width; x++) {
        if (row[x] != 0) {
          hash = 31 * (31 * (31 * hash + row[x]) + x + lowX) + y + lowY;
        }
      }
    }
    return hash;
  }
}
