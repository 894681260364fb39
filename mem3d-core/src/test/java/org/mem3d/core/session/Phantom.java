package org.mem3d.core.session;

import java.util.Random;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/** A volume with bright ellipsoids on a darker, noisy ground, and the truth about them. */
final class Phantom {
  static final int SIZE_X = 48;
  static final int SIZE_Y = 40;

  private final int sizeZ;
  private final double[][] ellipsoids;

  /**
   * Makes a phantom of 48x40 voxels in the plane.
   *
   * @param ellipsoids centre x, y, z and half axes x, y, z of each; they should not overlap
   */
  private Phantom(int sizeZ, double[]... ellipsoids) {
    this.sizeZ = sizeZ;
    this.ellipsoids = ellipsoids;
  }

  /** One ellipsoid through the slices 2 to 9 of 12. */
  static Phantom tall() {
    return new Phantom(12, new double[] {23, 19, 5.5, 12, 10, 4.2});
  }

  /** One ellipsoid on the slices 1 to 5 of 7: as little work as a propagation can be. */
  static Phantom flat() {
    return new Phantom(7, new double[] {23, 19, 3, 12, 10, 2.6});
  }

  /** Two ellipsoids side by side on the slices 1 to 3 of 5. */
  static Phantom pair() {
    return new Phantom(5, new double[] {13, 19, 2, 8, 9, 1.6}, new double[] {34, 20, 2, 9, 8, 1.6});
  }

  int sizeZ() {
    return sizeZ;
  }

  /** Returns which ellipsoid a voxel belongs to, 1 for the first, 0 for none. */
  int label(int x, int y, int z) {
    for (int i = 0; i < ellipsoids.length; i++) {
      double[] e = ellipsoids[i];
      double dx = (x - e[0]) / e[3];
      double dy = (y - e[1]) / e[4];
      double dz = (z - e[2]) / e[5];
      if (dx * dx + dy * dy + dz * dz <= 1) {
        return i + 1;
      }
    }
    return 0;
  }

  float[] voxels() {
    Random noise = new Random(7);
    float[] voxels = new float[SIZE_X * SIZE_Y * sizeZ];
    for (int z = 0, at = 0; z < sizeZ; z++) {
      for (int y = 0; y < SIZE_Y; y++) {
        for (int x = 0; x < SIZE_X; x++, at++) {
          voxels[at] =
              (float) ((label(x, y, z) > 0 ? 180 : 80) + 8 * noise.nextGaussian() + x * 0.3);
        }
      }
    }
    return voxels;
  }

  Volume volume() {
    return Volume.ofFloats(voxels(), SIZE_X, SIZE_Y, sizeZ, Geometry.ofSpacing(1, 1, 2));
  }

  /** The volume with its axes exchanged so that its slices along z lie along {@code axis}. */
  Volume along(Axis axis) {
    float[] voxels = voxels();
    if (axis == Axis.Z) {
      return Volume.ofFloats(voxels, SIZE_X, SIZE_Y, sizeZ, Geometry.UNIT);
    }
    float[] turned = new float[voxels.length];
    // The slice's u and v keep their order: y, z for slices along x, and x, z along y.
    for (int z = 0, at = 0; z < sizeZ; z++) {
      for (int v = 0; v < SIZE_Y; v++) {
        for (int u = 0; u < SIZE_X; u++, at++) {
          int to = axis == Axis.X ? z + sizeZ * (u + SIZE_X * v) : u + SIZE_X * (z + sizeZ * v);
          turned[to] = voxels[at];
        }
      }
    }
    return axis == Axis.X
        ? Volume.ofFloats(turned, sizeZ, SIZE_X, SIZE_Y, Geometry.UNIT)
        : Volume.ofFloats(turned, SIZE_X, sizeZ, SIZE_Y, Geometry.UNIT);
  }

  /** Returns the true mask of a slice along z. */
  SliceMask truth(int object, int z) {
    return SliceMask.of(
        SIZE_X, SIZE_Y, i -> label(i % SIZE_X, Math.floorDiv(i, SIZE_X), z) == object);
  }

  double dice(Mask mask, int object) {
    long both = 0;
    long truth = 0;
    for (int z = 0; z < sizeZ; z++) {
      SliceMask there = truth(object, z);
      truth += there.area();
      both += there.overlap(mask.slice(object, Axis.Z, z));
    }
    return 2.0 * both / (truth + mask.count(object));
  }
}
