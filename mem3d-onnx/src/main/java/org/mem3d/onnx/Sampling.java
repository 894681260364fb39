package org.mem3d.onnx;

/** Where the rows of a resampled image come from, along one side of it. Stateless. */
final class Sampling {
  private Sampling() {}

  /**
   * Returns the matrix of an adaptive average pooling, {@code to x from}, row by row: cell i means
   * over {@code floor(i*from/to)} to {@code ceil((i+1)*from/to) - 1}.
   */
  static float[] cells(int from, int to) {
    float[] matrix = new float[to * from];
    for (int i = 0; i < to; i++) {
      int begin = (int) ((long) i * from / to);
      int end = (int) (((i + 1L) * from + to - 1) / to);
      for (int j = begin; j < end; j++) {
        matrix[i * from + j] = 1f / (end - begin);
      }
    }
    return matrix;
  }

  /** Returns a matrix of so many rows, row by row, with its sides swapped. */
  static float[] transposed(float[] matrix, int rows) {
    float[] result = new float[matrix.length];
    int columns = matrix.length / rows;
    for (int i = 0; i < matrix.length; i++) {
      result[i % columns * rows + i / columns] = matrix[i];
    }
    return result;
  }

  /** Returns for each row of a nearest resize the row that it takes, by whole numbers alone. */
  static long[] nearest(int from, int to, boolean alignCorners) {
    long[] rows = new long[to];
    for (int i = 0; i < to; i++) {
      if (alignCorners) {
        rows[i] = to == 1 ? 0 : (2L * i * (from - 1) + to - 1) / (2L * (to - 1));
      } else {
        rows[i] = Math.min(from - 1, (long) i * from / to);
      }
    }
    return rows;
  }
}
