package org.mem3d.backend.onednn;

import java.util.Arrays;
import org.mem3d.graph.DType;

/**
 * How several rows of a 3x3 convolution's result are found together: F(rows, 3) of Lavin and Gray
 * with points rows + 2. Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never written
enum WinogradTile {
  /** Two rows from four products instead of six; keeps numbers small. */
  TWO(
      new float[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}},
      new double[][] {
        {1, 0, 0}, {1 / 2.0, 1 / 2.0, 1 / 2.0}, {1 / 2.0, -1 / 2.0, 1 / 2.0}, {0, 0, 1}
      },
      new float[][] {{1, 1, 1, 0}, {0, 1, -1, -1}}),

  /** Four rows from six products instead of twelve. */
  FOUR(
      new float[][] {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1},
      },
      new double[][] {
        {1 / 4.0, 0, 0},
        {-1 / 6.0, -1 / 6.0, -1 / 6.0},
        {-1 / 6.0, 1 / 6.0, -1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, -1 / 12.0, 1 / 6.0},
        {0, 0, 1},
      },
      new float[][] {
        {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
      });

  /** What is added to the results of this point is added to all rows. */
  static final int BIASED = 1;

  private final float[][] ofImage;
  private final double[][] ofKernel;
  private final float[][] ofResult;

  WinogradTile(float[][] ofImage, double[][] ofKernel, float[][] ofResult) {
    this.ofImage = ofImage;
    this.ofKernel = ofKernel;
    this.ofResult = ofResult;
  }

  /** Returns the tile for a format: the one whose error it bears. */
  static WinogradTile of(DType dtype) {
    return dtype == DType.F32 ? FOUR : TWO;
  }

  /** Returns how many rows of the result are found together. */
  int rows() {
    return ofResult.length;
  }

  /** Returns how many products there are for each column of the kernel. */
  int points() {
    return ofImage.length;
  }

  /**
   * Returns what mixes rows of the image into points.
   *
   * @param first of the rows that there are
   * @param end of the rows that there are: the others are outside, and zero
   */
  float[][] ofImage(int first, int end) {
    return Arrays.stream(ofImage)
        .map(row -> Arrays.copyOfRange(row, first, end))
        .toArray(float[][]::new);
  }

  /** Returns what mixes the products of the points into rows of the result; not to be changed. */
  float[][] ofResult() {
    return ofResult;
  }

  /** Returns the 1x3 kernels of a point: each column mixed from the three rows of a 3x3 kernel. */
  float[] kernel(float[] weight, int point) {
    float[] mixed = new float[weight.length / 3];
    double[] factors = ofKernel[point];
    for (int i = 0; i < mixed.length; i++) {
      int top = i / 3 * 9 + i % 3;
      double sum =
          factors[0] * weight[top] + factors[1] * weight[top + 3] + factors[2] * weight[top + 6];
      mixed[i] = (float) sum;
    }
    return mixed;
  }
}
