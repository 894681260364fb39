package org.mem3d.core.session;

import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.core.region.SlicePatch;

/**
 * An object's voxels in a plane of the volume, whichever axis its own slices are along. Stateless.
 */
final class PlaneVoxels {
  private PlaneVoxels() {}

  /** Is shown a voxel with a level above 0. */
  interface Visitor {
    /**
     * Visits a voxel.
     *
     * @param at place in the plane, u fastest
     * @param level probability in steps, 1 to 255
     * @param slice the object's own slice on which the voxel lies
     * @param u position in that slice
     * @param v position in that slice
     */
    void visit(int at, int level, int slice, int u, int v);
  }

  /** Visits the voxels of an object in the plane of an index along an axis. */
  static void forEach(ObjectState object, Volume volume, Axis axis, int index, Visitor visitor) {
    Axis own = object.axis();
    if (own == null) {
      return;
    }
    int width = volume.size(axis.u());
    if (own == axis) {
      SlicePatch patch = object.patch(index);
      for (int v = patch.lowV(); v < patch.lowV() + patch.height(); v++) {
        for (int u = patch.lowU(); u < patch.lowU() + patch.width(); u++) {
          int level = patch.levelAt(u, v);
          if (level > 0) {
            visitor.visit(v * width + u, level, index, u, v);
          }
        }
      }
      return;
    }
    // Each of the object's slices crosses the plane in a line.
    int stepSlice = own == axis.u() ? 1 : width;
    int stepAlong = own == axis.u() ? width : 1;
    boolean alongU = own.v() == axis;
    for (int slice = 0; slice < volume.size(own); slice++) {
      SlicePatch patch = object.patch(slice);
      int low = alongU ? patch.lowV() : patch.lowU();
      int high = low + (alongU ? patch.height() : patch.width());
      if (index < low || index >= high) {
        continue;
      }
      int from = alongU ? patch.lowU() : patch.lowV();
      int to = from + (alongU ? patch.width() : patch.height());
      for (int along = from; along < to; along++) {
        int u = alongU ? along : index;
        int v = alongU ? index : along;
        int level = patch.levelAt(u, v);
        if (level > 0) {
          visitor.visit(slice * stepSlice + along * stepAlong, level, slice, u, v);
        }
      }
    }
  }
}
