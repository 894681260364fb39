package org.mem3d;

/** A volume over an array of any primitive type, x fastest. */
final class ArrayVolume extends SizedVolume {
  /** Reads one element as a float. */
  @FunctionalInterface
  interface Voxels {
    float at(int index);
  }

  private final Voxels voxels;

  ArrayVolume(int length, int sizeX, int sizeY, int sizeZ, Geometry geometry, Voxels voxels) {
    super(fitting(length, sizeX, sizeY, sizeZ), sizeY, sizeZ, geometry);
    this.voxels = voxels;
  }

  private static int fitting(int length, int sizeX, int sizeY, int sizeZ) {
    boolean positive = sizeX > 0 && sizeY > 0 && sizeZ > 0;
    // Doubles, since the product of three ints may not fit a long.
    if (!positive || (double) sizeX * sizeY * sizeZ != length) {
      throw new VolumeException(
          "a volume of "
              + sizeX
              + "x"
              + sizeY
              + "x"
              + sizeZ
              + " voxels needs positive sizes and an array of their product, not of "
              + length);
    }
    return sizeX;
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    requireSlice(axis, index, slice);
    int sliceVoxels = sizeX() * sizeY();
    int start =
        switch (axis) {
          case X -> index;
          case Y -> index * sizeX();
          case Z -> index * sliceVoxels;
        };
    int stepU = axis == Axis.X ? sizeX() : 1;
    int stepV = axis == Axis.Z ? sizeX() : sliceVoxels;
    int sizeU = size(axis.u());
    int sizeV = size(axis.v());
    for (int v = 0, to = 0; v < sizeV; v++) {
      for (int u = 0, from = start + v * stepV; u < sizeU; u++, from += stepU) {
        slice[to++] = voxels.at(from);
      }
    }
  }
}
