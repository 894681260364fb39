package org.mem3d.core.region;

import java.util.Arrays;

/**
 * Resamples a part of a slice into a window: bilinear, after averaging cells of {@code round(side /
 * 128)} voxels where the window shrinks them. Stateless.
 */
public final class Crop {
  private Crop() {}

  /**
   * Fills the window's pixels.
   *
   * @param plane values of a rectangle of voxels, u fastest, NaN where there is none; not modified
   * @param lowU the rectangle's first u
   * @param lowV the rectangle's first v
   * @param width voxels along u
   * @param height voxels along v
   * @param outside the value beyond the rectangle, NaN if there is none; pixels whose nearest voxel
   *     has no value have none, and the others are made of voxels with a value alone
   * @param pixels filled with {@code INPUT_SIDE * INPUT_SIDE} values, u fastest
   */
  public static void sample(
      float[] plane,
      int lowU,
      int lowV,
      int width,
      int height,
      Window window,
      float outside,
      float[] pixels) {
    int factor = (int) Math.max(1, Math.round(window.side() / Window.INPUT_SIDE));
    if (factor == 1) {
      bilinear(plane, lowU, lowV, width, height, 1, window, outside, pixels);
      return;
    }
    // Cells lie on a grid that begins at voxel 0, so that a rectangle inside the slice gives the
    // same cells as the whole slice does. Only those under the window are made.
    int firstU = Math.max(Math.floorDiv(lowU, factor), firstCell(window.lowU(), window, factor));
    int firstV = Math.max(Math.floorDiv(lowV, factor), firstCell(window.lowV(), window, factor));
    int lastU =
        Math.min(Math.floorDiv(lowU + width - 1, factor), lastCell(window.lowU(), window, factor));
    int lastV =
        Math.min(Math.floorDiv(lowV + height - 1, factor), lastCell(window.lowV(), window, factor));
    if (firstU > lastU || firstV > lastV) {
      Arrays.fill(pixels, 0, Window.INPUT_SIDE * Window.INPUT_SIDE, outside);
      return;
    }
    int cellsU = lastU - firstU + 1;
    int cellsV = lastV - firstV + 1;
    float[] cells = new float[cellsU * cellsV];
    int[] counts = new int[cellsU];
    for (int cellV = 0; cellV < cellsV; cellV++) {
      int row = cellV * cellsU;
      int fromV = Math.max(0, (firstV + cellV) * factor - lowV);
      int toV = Math.min(height, (firstV + cellV + 1) * factor - lowV);
      Arrays.fill(counts, 0);
      for (int v = fromV; v < toV; v++) {
        for (int cellU = 0; cellU < cellsU; cellU++) {
          int fromU = Math.max(0, (firstU + cellU) * factor - lowU);
          int toU = Math.min(width, (firstU + cellU + 1) * factor - lowU);
          float sum = cells[row + cellU];
          int count = 0;
          for (int u = fromU; u < toU; u++) {
            float value = plane[v * width + u];
            if (!Float.isNaN(value)) {
              sum += value;
              count++;
            }
          }
          cells[row + cellU] = sum;
          counts[cellU] += count;
        }
      }
      for (int cellU = 0; cellU < cellsU; cellU++) {
        cells[row + cellU] = mean(cells[row + cellU], counts[cellU], factor * factor, outside);
      }
    }
    bilinear(cells, firstU, firstV, cellsU, cellsV, factor, window, outside, pixels);
  }

  /**
   * Returns the mean of a cell's voxels, of which {@code count} have values that add up to a sum.
   */
  private static float mean(float sum, int count, int voxels, float outside) {
    if (Float.isNaN(outside)) {
      return 2 * count < voxels ? Float.NaN : sum / count;
    }
    return (sum + (voxels - count) * outside) * (1f / voxels);
  }

  /** Returns the first cell that the window's first pixel needs. */
  private static int firstCell(double low, Window window, int factor) {
    return (int) Math.floor(low / factor + 0.5 * window.side() / Window.INPUT_SIDE / factor - 0.5)
        - 1;
  }

  /** Returns the last cell that the window's last pixel needs. */
  private static int lastCell(double low, Window window, int factor) {
    double last = low + window.side() * (1 - 0.5 / Window.INPUT_SIDE);
    return (int) Math.floor(last / factor - 0.5) + 2;
  }

  private static void bilinear(
      float[] plane,
      int lowU,
      int lowV,
      int width,
      int height,
      int cell,
      Window window,
      float outside,
      float[] pixels) {
    int n = Window.INPUT_SIDE;
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
    int lowerRow = Integer.MIN_VALUE;
    for (int j = 0; j < n; j++) {
      double v = startV + j * step;
      int row = (int) Math.floor(v);
      float down = (float) (v - row);
      if (row == lowerRow) {
        float[] swap = upper;
        upper = lower;
        lower = swap;
      } else if (row + 1 != lowerRow) {
        sampleRow(plane, row, width, height, columns, right, outside, upper);
      }
      if (row + 1 != lowerRow) {
        sampleRow(plane, row + 1, width, height, columns, right, outside, lower);
        lowerRow = row + 1;
      }
      for (int i = 0; i < n; i++) {
        pixels[j * n + i] = between(upper[i], lower[i], down);
      }
    }
  }

  private static void sampleRow(
      float[] plane,
      int row,
      int width,
      int height,
      int[] columns,
      float[] right,
      float outside,
      float[] values) {
    if (row < 0 || row >= height) {
      Arrays.fill(values, outside);
      return;
    }
    int start = row * width;
    int i = 0;
    for (; i < values.length && columns[i] < 0; i++) {
      float next = columns[i] == -1 ? plane[start] : outside;
      values[i] = between(outside, next, right[i]);
    }
    for (; i < values.length && columns[i] < width - 1; i++) {
      float left = plane[start + columns[i]];
      values[i] = between(left, plane[start + columns[i] + 1], right[i]);
    }
    for (; i < values.length; i++) {
      float left = columns[i] == width - 1 ? plane[start + columns[i]] : outside;
      values[i] = between(left, outside, right[i]);
    }
  }

  /** Returns the value between two, or the nearer one if one of them is none. */
  private static float between(float first, float second, float place) {
    float value = first + place * (second - first);
    return Float.isNaN(value) ? (place < 0.5f ? first : second) : value;
  }
}
