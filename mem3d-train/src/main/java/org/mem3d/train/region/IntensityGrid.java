package org.mem3d.train.region;

import org.mem3d.Axis;
import org.mem3d.Volume;

/** Intensities on a grid, x fastest. Immutable. */
public final class IntensityGrid {
  private final float[] values;
  private final int[] sizes;
  private final double[] spacings;

  /**
   * Makes a grid.
   *
   * @param values one a voxel, finite; taken, not copied
   * @param sizes voxels along x, y and z
   * @param spacings distance of neighbouring voxels along x, y and z, in millimetres
   */
  public IntensityGrid(float[] values, int[] sizes, double[] spacings) {
    this.values = values;
    this.sizes = sizes.clone();
    this.spacings = spacings.clone();
  }

  /** Reads a volume; values that are not finite become 0. */
  public static IntensityGrid of(Volume volume) {
    int plane = volume.sliceSize(Axis.Z);
    float[] values = new float[Math.multiplyExact(plane, volume.sizeZ())];
    float[] slice = new float[plane];
    for (int z = 0; z < volume.sizeZ(); z++) {
      volume.readSlice(Axis.Z, z, slice);
      for (int i = 0; i < plane; i++) {
        values[z * plane + i] = Float.isFinite(slice[i]) ? slice[i] : 0;
      }
    }
    return new IntensityGrid(
        values,
        new int[] {volume.sizeX(), volume.sizeY(), volume.sizeZ()},
        new double[] {
          volume.geometry().spacing(Axis.X),
          volume.geometry().spacing(Axis.Y),
          volume.geometry().spacing(Axis.Z)
        });
  }

  /** Returns the intensities, x fastest; shared, not to be changed. */
  public float[] values() {
    return values;
  }

  int[] sizes() {
    return sizes.clone();
  }

  double[] spacings() {
    return spacings.clone();
  }

  /** Returns the distance in {@link #values} of neighbours along x, y and z. */
  int[] steps() {
    return new int[] {1, sizes[0], sizes[0] * sizes[1]};
  }

  double finest() {
    return Math.min(spacings[0], Math.min(spacings[1], spacings[2]));
  }
}
