package org.mem3d.train.volume;

import java.util.SplittableRandom;

/** Divides a volume into regions, on which shapes are then drawn. Stateless. */
final class Background {
  private Background() {}

  /**
   * Fills labels with 1 to the number returned.
   *
   * @return how many regions there are
   */
  static int fill(Grid grid, Warp warp, SplittableRandom random, short[] labels) {
    double kind = random.nextDouble();
    int regions = Draw.between(random, 2, 9);
    if (kind < 0.25) {
      cells(grid, warp, regions, random, labels);
    } else {
      double spacing = kind < 0.7 ? Draw.uniform(random, 14, 34) : Draw.uniform(random, 34, 80);
      boolean second = kind < 0.7 && Draw.chance(random, 0.5);
      largestOf(grid, regions, spacing, second, random, labels);
    }
    return Draw.chance(random, 0.3) ? body(grid, warp, regions, random, labels) : regions;
  }

  private static void largestOf(
      Grid grid,
      int regions,
      double spacing,
      boolean second,
      SplittableRandom random,
      short[] labels) {
    float[] best = new float[grid.voxels()];
    float[] field = new float[grid.voxels()];
    java.util.Arrays.fill(best, Float.NEGATIVE_INFINITY);
    for (int region = 1; region <= regions; region++) {
      java.util.Arrays.fill(field, 0);
      SmoothField.add(field, grid, spacing, 1, random);
      if (second) {
        SmoothField.add(field, grid, spacing / 3, 0.35, random);
      }
      for (int i = 0; i < field.length; i++) {
        if (field[i] > best[i]) {
          best[i] = field[i];
          labels[i] = (short) region;
        }
      }
    }
  }

  private static void cells(
      Grid grid, Warp warp, int regions, SplittableRandom random, short[] labels) {
    float[] x = new float[regions];
    float[] y = new float[regions];
    float[] z = new float[regions];
    for (int i = 0; i < regions; i++) {
      x[i] = (float) Draw.uniform(random, 0, grid.width());
      y[i] = (float) Draw.uniform(random, 0, grid.height());
      z[i] = (float) Draw.uniform(random, 0, grid.depth() * grid.step());
    }
    int voxel = 0;
    for (int k = 0; k < grid.depth(); k++) {
      for (int j = 0; j < grid.height(); j++) {
        for (int i = 0; i < grid.width(); i++, voxel++) {
          float px = (float) warp.x(i, k, voxel);
          float py = (float) warp.y(j, k, voxel);
          float pz = (float) warp.z(k, voxel);
          float nearest = Float.MAX_VALUE;
          int region = 0;
          for (int r = 0; r < regions; r++) {
            float dx = px - x[r];
            float dy = py - y[r];
            float dz = pz - z[r];
            float distance = dx * dx + dy * dy + dz * dz;
            if (distance < nearest) {
              nearest = distance;
              region = r;
            }
          }
          labels[voxel] = (short) (region + 1);
        }
      }
    }
  }

  /** Leaves what is outside a body as one region, and gives the body a skin. */
  private static int body(
      Grid grid, Warp warp, int regions, SplittableRandom random, short[] labels) {
    double middleX = grid.width() * Draw.uniform(random, 0.4, 0.6);
    double middleY = grid.height() * Draw.uniform(random, 0.4, 0.6);
    double radiusX = grid.width() * Draw.uniform(random, 0.38, 0.6);
    double radiusY = grid.height() * Draw.uniform(random, 0.38, 0.6);
    double skin = Draw.uniform(random, 0.86, 0.97);
    double taper = Draw.uniform(random, -0.006, 0.006);
    int voxel = 0;
    for (int k = 0; k < grid.depth(); k++) {
      for (int j = 0; j < grid.height(); j++) {
        for (int i = 0; i < grid.width(); i++, voxel++) {
          double x = (warp.x(i, k, voxel) - middleX) / radiusX;
          double y = (warp.y(j, k, voxel) - middleY) / radiusY;
          double away = Math.sqrt(x * x + y * y) * (1 + taper * k);
          if (away > 1) {
            labels[voxel] = (short) (regions + 1);
          } else if (away > skin) {
            labels[voxel] = (short) (regions + 2);
          }
        }
      }
    }
    return regions + 2;
  }
}
