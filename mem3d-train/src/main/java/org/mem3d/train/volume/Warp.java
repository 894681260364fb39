package org.mem3d.train.volume;

import java.util.SplittableRandom;

/**
 * Where each voxel lies before shapes are solved: moved by two smooth fields, and now and then
 * slice by slice, as a patient moves between slices. Immutable once made.
 */
final class Warp {
  private final Grid grid;
  private final float[] fieldX;
  private final float[] fieldY;
  private final float[] fieldZ;
  private final double[] slipX;
  private final double[] slipY;

  Warp(Grid grid, SplittableRandom random) {
    this.grid = grid;
    double wide = Draw.uniform(random, 28, 64);
    double wideBy = Draw.uniform(random, 0, 4);
    double fine = Draw.uniform(random, 9, 18);
    double fineBy = Draw.uniform(random, 0, 1.2);
    fieldX = field(wide, wideBy, fine, fineBy, random);
    fieldY = field(wide, wideBy, fine, fineBy, random);
    fieldZ = field(wide, wideBy, fine, fineBy, random);
    slipX = new double[grid.depth()];
    slipY = new double[grid.depth()];
    if (Draw.chance(random, 0.35)) {
      double sigma = Draw.uniform(random, 0.3, 2);
      for (int z = 0; z < grid.depth(); z++) {
        double jump = Draw.chance(random, 0.03) ? 6 : 0;
        slipX[z] = sigma * random.nextGaussian() + jump * (random.nextDouble() - 0.5);
        slipY[z] = sigma * random.nextGaussian() + jump * (random.nextDouble() - 0.5);
      }
    }
  }

  private float[] field(
      double wide, double wideBy, double fine, double fineBy, SplittableRandom random) {
    float[] field = new float[grid.voxels()];
    SmoothField.add(field, grid, wide, wideBy, random);
    SmoothField.add(field, grid, fine, fineBy, random);
    return field;
  }

  double x(int x, int z, int voxel) {
    return x + fieldX[voxel] + slipX[z];
  }

  double y(int y, int z, int voxel) {
    return y + fieldY[voxel] + slipY[z];
  }

  double z(int z, int voxel) {
    return z * grid.step() + fieldZ[voxel];
  }
}
