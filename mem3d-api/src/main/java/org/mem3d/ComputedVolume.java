package org.mem3d;

import java.util.Objects;

/** A volume over a rule that gives each voxel. */
final class ComputedVolume extends SizedVolume {
  private final Volume.Voxels voxels;

  ComputedVolume(Volume.Voxels voxels, int sizeX, int sizeY, int sizeZ, Geometry geometry) {
    super(sizeX, sizeY, sizeZ, geometry);
    this.voxels = Objects.requireNonNull(voxels, "the rule for voxels is null");
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    requireSlice(axis, index, slice);
    int sizeU = size(axis.u());
    int sizeV = size(axis.v());
    for (int v = 0, to = 0; v < sizeV; v++) {
      for (int u = 0; u < sizeU; u++) {
        slice[to++] =
            switch (axis) {
              case X -> voxels.at(index, u, v);
              case Y -> voxels.at(u, index, v);
              case Z -> voxels.at(u, v, index);
            };
      }
    }
  }
}
