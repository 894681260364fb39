package org.mem3d;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Unsigned bytes as intensities, of which each plane along z keeps what is not 0. */
final class BytePlaneVolume extends SizedVolume {
  /** A few virtual machines keep the last indices of an array to themselves. */
  static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** By z; null where all is 0. Not modified. */
  private final @Nullable BytePlane[] planes;

  BytePlaneVolume(
      @Nullable BytePlane[] planes, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    super(sizeX, sizeY, sizeZ, geometry);
    this.planes = planes;
  }

  /** Reads planes and keeps what is not 0 of each. */
  static @Nullable BytePlane[] kept(BytePlanes reader, int sizeX, int sizeY, int sizeZ) {
    @Nullable BytePlane[] planes = new BytePlane[sizeZ];
    byte[] plane = new byte[planeSize(sizeX, sizeY)];
    for (int z = 0; z < sizeZ; z++) {
      reader.read(z, plane);
      planes[z] = BytePlane.of(plane, sizeX, sizeY);
    }
    return planes;
  }

  /**
   * Returns the bytes of a plane along z.
   *
   * @throws VolumeException if they do not fit an array
   */
  static int planeSize(int sizeX, int sizeY) {
    if ((long) sizeX * sizeY > LARGEST_ARRAY) {
      throw new VolumeException(
          "a plane of " + sizeX + "x" + sizeY + " voxels has more than an array can hold");
    }
    return sizeX * sizeY;
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    requireSlice(axis, index, slice);
    int sizeU = size(axis.u());
    if (axis == Axis.Z) {
      Arrays.fill(slice, 0, sliceSize(axis), 0);
      BytePlane plane = planes[index];
      if (plane != null) {
        plane.add(slice, sizeU);
      }
      return;
    }
    for (int z = 0; z < sizeZ(); z++) {
      BytePlane plane = planes[z];
      for (int u = 0; u < sizeU; u++) {
        slice[z * sizeU + u] =
            plane == null ? 0 : axis == Axis.X ? plane.at(index, u) : plane.at(u, index);
      }
    }
  }
}
