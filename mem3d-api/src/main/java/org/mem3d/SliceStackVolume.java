package org.mem3d;

import java.util.Objects;

/** A volume over a store that gives slices along z alone. */
final class SliceStackVolume extends SizedVolume {
  private final Volume.Slices slices;

  SliceStackVolume(Volume.Slices slices, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    super(sizeX, sizeY, sizeZ, geometry);
    this.slices = Objects.requireNonNull(slices, "the reader of slices is null");
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    requireSlice(axis, index, slice);
    if (axis == Axis.Z) {
      slices.read(index, slice);
      return;
    }
    float[] plane = new float[sliceSize(Axis.Z)];
    int width = size(axis.u());
    int start = axis == Axis.X ? index : index * sizeX();
    int step = axis == Axis.X ? sizeX() : 1;
    for (int z = 0; z < sizeZ(); z++) {
      slices.read(z, plane);
      for (int u = 0; u < width; u++) {
        slice[z * width + u] = plane[start + u * step];
      }
    }
  }
}
