package org.mem3d.core.propagation.result;

/** Small dense linear systems. Stateless. */
public final class LinearSystem {
  private LinearSystem() {}

  /**
   * Solves a positive definite system by Gaussian elimination.
   *
   * @param matrix symmetric; is used up
   * @param right the right side; is used up
   * @return {@code right}, which holds the solution
   */
  public static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    for (int pivot = 0; pivot < size; pivot++) {
      double[] pivotRow = matrix[pivot];
      for (int row = pivot + 1; row < size; row++) {
        double factor = matrix[row][pivot] / pivotRow[pivot];
        for (int column = pivot; column < size; column++) {
          matrix[row][column] -= factor * pivotRow[column];
        }
        right[row] -= factor * right[pivot];
      }
    }
    for (int row = size - 1; row >= 0; row--) {
      for (int column = row + 1; column < size; column++) {
        right[row] -= matrix[row][column] * right[column];
      }
      right[row] /= matrix[row][row];
    }
    return right;
  }
}
