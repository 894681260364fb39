package org.mem3d.core.session;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.core.region.SlicePatch;

/** What the patches of an object say of the planes along z, whichever axis they are along. */
final class SeenPlanes {
  /** What is told of a voxel. */
  @FunctionalInterface
  interface Value {
    /** Returns what is told of a voxel of a level on a slice of the object, 0 to 255. */
    int of(int level, int slice);
  }

  private final int sizeX;
  private final @Nullable Axis axis;
  private final List<SlicePatch> patches;

  /**
   * Takes an object's patches.
   *
   * @param sizeX voxels in a row of a plane
   * @param axis along which its slices are; null if it has none
   * @param patches by slice
   */
  SeenPlanes(int sizeX, @Nullable Axis axis, List<SlicePatch> patches) {
    this.sizeX = sizeX;
    this.axis = axis;
    this.patches = patches;
  }

  /** Fills a plane with what is told of each voxel in a patch, and 0 elsewhere. */
  void read(int z, byte[] plane, Value value) {
    Arrays.fill(plane, (byte) 0);
    if (axis == null) {
      return;
    }
    if (axis == Axis.Z) {
      SlicePatch patch = patches.get(z);
      for (int v = patch.lowV(); v < patch.lowV() + patch.height(); v++) {
        addRow(patch, v, z, plane, v * sizeX, 1, value);
      }
      return;
    }
    // Rows of slices along x and y lie in planes along z.
    for (int slice = 0; slice < patches.size(); slice++) {
      SlicePatch patch = patches.get(slice);
      if (z >= patch.lowV() && z < patch.lowV() + patch.height()) {
        boolean alongX = axis == Axis.X;
        addRow(patch, z, slice, plane, alongX ? slice : slice * sizeX, alongX ? sizeX : 1, value);
      }
    }
  }

  private static void addRow(
      SlicePatch patch, int v, int slice, byte[] plane, int start, int step, Value value) {
    for (int u = patch.lowU(); u < patch.lowU() + patch.width(); u++) {
      plane[start + u * step] = (byte) value.of(patch.levelAt(u, v), slice);
    }
  }
}
