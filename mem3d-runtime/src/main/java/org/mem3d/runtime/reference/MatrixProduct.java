package org.mem3d.runtime.reference;

import java.util.Arrays;

/**
 * The inner loops of convolutions and matrix products: a block of {@code sums(row, column) = sum
 * over depth of weights(row, depth) * columns(depth, column)}.
 *
 * <p>The innermost loop, over columns, runs over several arrays at one and the same index, two rows
 * by three depths: that is what the JVM's compiler turns into vector instructions. (It does not
 * where the same array is read and written at different offsets, nor where the loop's body is
 * larger than its unrolling limit.)
 */
final class MatrixProduct {
  /** Most columns of a block: a few rows of them stay in the first-level cache. */
  static final int COLUMNS = 256;

  /** Most rows of a block. */
  static final int ROWS = 128;

  /** Depths packed at a time; a multiple of 3. */
  private static final int DEPTH = 144;

  private MatrixProduct() {}

  /** The working memory of one thread. */
  static final class Scratch {
    private final float[][] columns = new float[DEPTH][COLUMNS];
    private final float[][] sums = new float[ROWS + 1][COLUMNS];
    private final float[] weights = new float[6];

    /** Returns the sums of one row of the block computed last. */
    float[] sums(int row) {
      return sums[row];
    }
  }

  /** Supplies the right-hand matrix piece by piece. */
  interface Columns {
    /** Fills {@code target} from 0 on with columns {@code begin..end-1} at one depth. */
    void pack(int depth, int begin, int end, float[] target);
  }

  /** A left-hand matrix that lies in an array: where it begins, and its two strides. */
  static final class Rows {
    private final float[] values;
    private final int begin;
    private final int rowStride;
    private final int depthStride;

    Rows(float[] values, int begin, int rowStride, int depthStride) {
      this.values = values;
      this.begin = begin;
      this.rowStride = rowStride;
      this.depthStride = depthStride;
    }

    /** Returns an element, 0 beyond the end of the matrix. */
    private float at(int row, int rows, int depth, int depths) {
      return row < rows && depth < depths
          ? values[begin + row * rowStride + depth * depthStride]
          : 0;
    }
  }

  /**
   * Computes a block of at most {@link #ROWS} by {@link #COLUMNS} into the scratch.
   *
   * @param rowBegin first row of the block; row r of the matrix goes to {@code sums(r - rowBegin)}
   */
  static void block(
      Scratch scratch,
      Rows rows,
      int rowBegin,
      int rowEnd,
      int depths,
      Columns columns,
      int begin,
      int end) {
    int length = end - begin;
    float[][] packed = scratch.columns;
    float[] weights = scratch.weights;
    for (int from = 0; from < depths; from += DEPTH) {
      int to = Math.min(depths, from + DEPTH);
      int padded = from + (to - from + 2) / 3 * 3;
      for (int depth = from; depth < to; depth++) {
        columns.pack(depth, begin, end, packed[depth - from]);
      }
      for (int depth = to; depth < padded; depth++) {
        Arrays.fill(packed[depth - from], 0, length, 0);
      }
      for (int row = rowBegin; row < rowEnd; row += 2) {
        float[] sums0 = scratch.sums[row - rowBegin];
        float[] sums1 = scratch.sums[row - rowBegin + 1];
        for (int depth = from; depth < padded; depth += 3) {
          for (int i = 0; i < 3; i++) {
            weights[i] = rows.at(row, rowEnd, depth + i, depths);
            weights[3 + i] = rows.at(row + 1, rowEnd, depth + i, depths);
          }
          addProducts(
              weights, packed, depth - from, sums0, sums1, length, depth == 0, row + 1 < rowEnd);
        }
      }
    }
  }

  /**
   * Adds three depths to one or two rows. All cases stand in one method on purpose: a smaller one
   * is inlined into the loops around it, and there the JVM's compiler makes no vector instructions
   * of it.
   *
   * @param first whether the sums begin here, rather than going on
   * @param pair whether there is a second row
   */
  private static void addProducts(
      float[] w,
      float[][] columns,
      int at,
      float[] sums0,
      float[] sums1,
      int length,
      boolean first,
      boolean pair) {
    float w00 = w[0];
    float w01 = w[1];
    float w02 = w[2];
    float w10 = w[3];
    float w11 = w[4];
    float w12 = w[5];
    float[] c0 = columns[at];
    float[] c1 = columns[at + 1];
    float[] c2 = columns[at + 2];
    if (pair && !first) {
      for (int i = 0; i < length; i++) {
        float x0 = c0[i];
        float x1 = c1[i];
        float x2 = c2[i];
        sums0[i] = sums0[i] + ((w00 * x0 + w01 * x1) + w02 * x2);
        sums1[i] = sums1[i] + ((w10 * x0 + w11 * x1) + w12 * x2);
      }
    } else if (pair) {
      for (int i = 0; i < length; i++) {
        float x0 = c0[i];
        float x1 = c1[i];
        float x2 = c2[i];
        sums0[i] = (w00 * x0 + w01 * x1) + w02 * x2;
        sums1[i] = (w10 * x0 + w11 * x1) + w12 * x2;
      }
    } else if (!first) {
      for (int i = 0; i < length; i++) {
        float x0 = c0[i];
        float x1 = c1[i];
        float x2 = c2[i];
        sums0[i] = sums0[i] + ((w00 * x0 + w01 * x1) + w02 * x2);
      }
    } else {
      for (int i = 0; i < length; i++) {
        float x0 = c0[i];
        float x1 = c1[i];
        float x2 = c2[i];
        sums0[i] = (w00 * x0 + w01 * x1) + w02 * x2;
      }
    }
  }
}
