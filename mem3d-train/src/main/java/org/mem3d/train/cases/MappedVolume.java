package org.mem3d.train.cases;

import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.VolumeException;

/** Intensities in mapped memory. Immutable. */
final class MappedVolume implements Volume {
  /** Reads one voxel. */
  @FunctionalInterface
  interface Intensities {
    float at(int voxel);
  }

  private final int[] sizes;
  private final Geometry geometry;
  private final Intensities intensities;

  MappedVolume(int[] sizes, Geometry geometry, Intensities intensities) {
    this.sizes = sizes;
    this.geometry = geometry;
    this.intensities = intensities;
  }

  @Override
  public int sizeX() {
    return sizes[0];
  }

  @Override
  public int sizeY() {
    return sizes[1];
  }

  @Override
  public int sizeZ() {
    return sizes[2];
  }

  @Override
  public Geometry geometry() {
    return geometry;
  }

  private int step(Axis axis) {
    return axis == Axis.X ? 1 : axis == Axis.Y ? sizes[0] : sizes[0] * sizes[1];
  }

  @Override
  public void readSlice(Axis axis, int index, float[] slice) {
    int width = size(axis.u());
    int height = size(axis.v());
    if (index < 0 || index >= size(axis) || slice.length < width * height) {
      throw new VolumeException(
          "slice " + index + " of " + size(axis) + " into an array of " + slice.length);
    }
    int stepU = step(axis.u());
    for (int v = 0; v < height; v++) {
      int voxel = index * step(axis) + v * step(axis.v());
      for (int u = 0; u < width; u++, voxel += stepU) {
        slice[v * width + u] = intensities.at(voxel);
      }
    }
  }
}
