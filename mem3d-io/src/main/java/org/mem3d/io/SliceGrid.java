package org.mem3d.io;

import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/**
 * How a slice lies in its picture: its voxels, and picture pixels for each voxel along u and v. The
 * picture's border is the outer border of the slice's voxels.
 */
record SliceGrid(int sizeU, int sizeV, double pixelsU, double pixelsV, int width, int height) {
  private static final int LARGEST_SIDE = 16384;

  static SliceGrid of(Volume volume, Axis axis, double scale) {
    double spacingU = volume.geometry().spacing(axis.u());
    double spacingV = volume.geometry().spacing(axis.v());
    double pixel = Math.min(spacingU, spacingV) / scale;
    int sizeU = volume.size(axis.u());
    int sizeV = volume.size(axis.v());
    double width = Math.max(1, Math.rint(sizeU * spacingU / pixel));
    double height = Math.max(1, Math.rint(sizeV * spacingV / pixel));
    if (width > LARGEST_SIDE || height > LARGEST_SIDE) {
      throw new VolumeException(
          String.format(
              java.util.Locale.ROOT,
              "a picture of %.0fx%.0f pixels is larger than %d: choose a smaller scale than %s",
              width,
              height,
              LARGEST_SIDE,
              scale));
    }
    return new SliceGrid(sizeU, sizeV, width / sizeU, height / sizeV, (int) width, (int) height);
  }

  /** Returns the voxel coordinate of a pixel's centre. */
  double u(double x) {
    return (x + 0.5) / pixelsU - 0.5;
  }

  /** Returns the voxel coordinate of a pixel's centre. */
  double v(double y) {
    return (y + 0.5) / pixelsV - 0.5;
  }

  /** Returns where a voxel coordinate lies in the picture. */
  double x(double u) {
    return (u + 0.5) * pixelsU - 0.5;
  }

  /** Returns where a voxel coordinate lies in the picture. */
  double y(double v) {
    return (v + 0.5) * pixelsV - 0.5;
  }

  /** Returns the label that a pixel shows; 0 outside the picture. */
  int label(float[] labels, int x, int y) {
    if (x < 0 || x >= width || y < 0 || y >= height) {
      return 0;
    }
    int u = Math.min((int) ((x + 0.5) / pixelsU), sizeU - 1);
    int v = Math.min((int) ((y + 0.5) / pixelsV), sizeV - 1);
    return (int) labels[v * sizeU + u];
  }
}
