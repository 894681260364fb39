package org.mem3d.train.region;

/**
 * Magnitude of the gradient after a Gaussian, both in millimetres: where slices lie far apart, they
 * are smoothed less and their differences count less. Stateless.
 */
final class EdgeStrength {
  /** Slices farther apart than so many pixels count as if they were not. */
  private static final double LARGEST_STEP = 2;

  /** Below so many voxels a Gaussian does nothing worth its time. */
  private static final double LEAST_SIGMA = 0.3;

  private EdgeStrength() {}

  /**
   * Returns one value a voxel, 0 or more.
   *
   * @param sigma deviation of the Gaussian, in the finest spacings
   */
  static float[] of(IntensityGrid grid, double sigma) {
    float[] smooth = grid.values().clone();
    int[] sizes = grid.sizes();
    int[] steps = grid.steps();
    for (int d = 0; d < 3; d++) {
      double own = sigma * grid.finest() / grid.spacings()[d];
      if (own >= LEAST_SIGMA && sizes[d] > 1) {
        smooth = blurred(smooth, sizes[d], steps[d], kernel(own));
      }
    }
    float[] squares = new float[smooth.length];
    for (int d = 0; d < 3; d++) {
      if (sizes[d] > 1) {
        double step = Math.min(LARGEST_STEP, grid.spacings()[d] / grid.finest());
        addSquares(smooth, sizes[d], steps[d], (float) (1 / step), squares);
      }
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] = (float) Math.sqrt(squares[i]);
    }
    return squares;
  }

  private static float[] kernel(double sigma) {
    int radius = (int) Math.max(1, Math.ceil(2.5 * sigma));
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int i = -radius; i <= radius; i++) {
      kernel[i + radius] = (float) Math.exp(-i * i / (2 * sigma * sigma));
      sum += kernel[i + radius];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /** Convolves along one direction; edges repeat. */
  private static float[] blurred(float[] values, int size, int step, float[] kernel) {
    int radius = kernel.length / 2;
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int at = i / step % size;
      float sum = 0;
      for (int tap = -radius; tap <= radius; tap++) {
        int from = Math.min(size - 1, Math.max(0, at + tap));
        sum += kernel[tap + radius] * values[i + (from - at) * step];
      }
      result[i] = sum;
    }
    return result;
  }

  private static void addSquares(float[] values, int size, int step, float scale, float[] squares) {
    for (int i = 0; i < values.length; i++) {
      int at = i / step % size;
      int lower = at > 0 ? i - step : i;
      int upper = at + 1 < size ? i + step : i;
      float length = at > 0 && at + 1 < size ? 0.5f : 1;
      float slope = scale * length * (values[upper] - values[lower]);
      squares[i] += slope * slope;
    }
  }
}
