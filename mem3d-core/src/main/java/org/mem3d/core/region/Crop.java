package org.mem3d.core.region;

import java.util.Arrays;

/**
 * Resamples a part of a slice into a window: bilinear, after averaging cells of {@code round(side /
 * 128)} voxels where the window shrinks them; zero outside. Stateless.
 */
public final class Crop {
  private Crop() {}

  /**
   * Fills the window's pixels.
   *
   * @param plane values of a rectangle of voxels, u fastest; not modified
   * @param lowU the rectangle's first u
   * @param lowV the rectangle's first v
   * @param width voxels along u
   * @param height voxels along v
   * @param pixels filled with {@code GRID * GRID} values, u fastest
   */
  public static void sample(
      float[] plane, int lowU, int lowV, int width, int height, Window window, float[] pixels) {
    int factor = (int) Math.max(1, Math.round(window.side() / Window.GRID));
    if (factor == 1) {
      bilinear(plane, lowU, lowV, width, height, 1, window, pixels);
      return;
    }
    // Cells lie on a grid that begins at voxel 0, so that a rectangle inside the slice gives the
    // same cells as the whole slice does.
    int firstU = Math.floorDiv(lowU, factor);
    int firstV = Math.floorDiv(lowV, factor);
    int cellsU = Math.floorDiv(lowU + width - 1, factor) - firstU + 1;
    int cellsV = Math.floorDiv(lowV + height - 1, factor) - firstV + 1;
    float[] cells = new float[cellsU * cellsV];
    for (int v = 0; v < height; v++) {
      int row = (Math.floorDiv(lowV + v, factor) - firstV) * cellsU;
      for (int u = 0; u < width; u++) {
        cells[row + Math.floorDiv(lowU + u, factor) - firstU] += plane[v * width + u];
      }
    }
    float weight = 1f / (factor * factor);
    for (int i = 0; i < cells.length; i++) {
      cells[i] *= weight;
    }
    bilinear(cells, firstU, firstV, cellsU, cellsV, factor, window, pixels);
  }

  private static void bilinear(
      float[] plane,
      int lowU,
      int lowV,
      int width,
      int height,
      int cell,
      Window window,
      float[] pixels) {
    int n = Window.GRID;
    double step = window.side() / n / cell;
    double startU = window.lowU() / cell + 0.5 * step - 0.5 - lowU;
    double startV = window.lowV() / cell + 0.5 * step - 0.5 - lowV;
    int[] columns = new int[n];
    float[] right = new float[n];
    for (int i = 0; i < n; i++) {
      double u = startU + i * step;
      columns[i] = (int) Math.floor(u);
      right[i] = (float) (u - columns[i]);
    }
    float[] upper = new float[n];
    float[] lower = new float[n];
    for (int j = 0; j < n; j++) {
      double v = startV + j * step;
      int row = (int) Math.floor(v);
      float down = (float) (v - row);
      sampleRow(plane, row, width, height, columns, right, upper);
      sampleRow(plane, row + 1, width, height, columns, right, lower);
      for (int i = 0; i < n; i++) {
        pixels[j * n + i] = upper[i] + down * (lower[i] - upper[i]);
      }
    }
  }

  private static void sampleRow(
      float[] plane, int row, int width, int height, int[] columns, float[] right, float[] values) {
    if (row < 0 || row >= height) {
      Arrays.fill(values, 0);
      return;
    }
    int start = row * width;
    for (int i = 0; i < values.length; i++) {
      int column = columns[i];
      float left = column >= 0 && column < width ? plane[start + column] : 0;
      float next = column + 1 >= 0 && column + 1 < width ? plane[start + column + 1] : 0;
      values[i] = left + right[i] * (next - left);
    }
  }
}
