package org.mem3d.core.session;

import java.util.Arrays;
import org.mem3d.Axis;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.core.region.SlicePatch;

/** Puts the objects' slices together on the volume's grid. Stateless. */
final class MaskAssembly {
  /** A few virtual machines keep the last indices of an array to themselves. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private MaskAssembly() {}

  /**
   * Returns the labels of all objects. Where two claim a voxel, one that the user annotated on its
   * slice wins over one that was carried there, then a positive mark or a given mask over what a
   * network says, else the likelier, else the earlier.
   */
  static Mask labels(SessionState state, Volume volume) {
    byte[] labels = new byte[voxels(volume)];
    // Plane by plane: what claims a voxel is not kept of the whole volume.
    byte[] claims = new byte[volume.sizeX() * volume.sizeY()];
    for (int z = 0; z < volume.sizeZ(); z++) {
      Arrays.fill(claims, (byte) 0);
      int start = z * claims.length;
      for (ObjectState object : state.objects()) {
        forEachVoxel(
            object,
            volume,
            z,
            (at, level, annotated) -> {
              // Annotated voxels claim with 128..255, carried ones with half of that.
              int claim = annotated ? level : level / 2;
              if (level >= 128 && claim > (claims[at] & 0xff)) {
                labels[start + at] = (byte) object.label();
                claims[at] = (byte) claim;
              }
            });
      }
    }
    return new Mask(volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry(), labels);
  }

  /** Returns the probability of one object, 0 to 1, as a volume of its own memory. */
  static Volume probability(ObjectState object, Volume volume) {
    byte[] levels = new byte[voxels(volume)];
    int plane = volume.sizeX() * volume.sizeY();
    for (int z = 0; z < volume.sizeZ(); z++) {
      int start = z * plane;
      forEachVoxel(object, volume, z, (at, level, annotated) -> levels[start + at] = (byte) level);
    }
    return Volume.ofUnsignedBytes(
            levels, volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry())
        .rescaled(1.0 / 255, 0);
  }

  private interface Visitor {
    void visit(int at, int level, boolean annotated);
  }

  /** Visits the voxels of an object in one plane of the volume; {@code at} counts in the plane. */
  private static void forEachVoxel(ObjectState object, Volume volume, int z, Visitor visitor) {
    Axis axis = object.axis();
    if (axis == null) {
      return;
    }
    int row = volume.sizeX();
    if (axis == Axis.Z) {
      SlicePatch patch = object.patch(z);
      boolean annotated = object.marked().containsKey(z);
      for (int v = patch.lowV(); v < patch.lowV() + patch.height(); v++) {
        visitRow(patch, v, v * row, 1, annotated, visitor);
      }
      return;
    }
    // Of slices along the other axes, the plane sees the row v = z.
    int step = axis == Axis.X ? 1 : row;
    int stepU = axis == Axis.X ? row : 1;
    for (int slice = 0; slice < volume.size(axis); slice++) {
      SlicePatch patch = object.patch(slice);
      if (z >= patch.lowV() && z < patch.lowV() + patch.height()) {
        boolean annotated = object.marked().containsKey(slice);
        visitRow(patch, z, slice * step, stepU, annotated, visitor);
      }
    }
  }

  private static void visitRow(
      SlicePatch patch, int v, int start, int stepU, boolean annotated, Visitor visitor) {
    for (int u = patch.lowU(); u < patch.lowU() + patch.width(); u++) {
      int level = patch.levelAt(u, v);
      if (level > 0) {
        visitor.visit(start + u * stepU, level, annotated);
      }
    }
  }

  private static int voxels(Volume volume) {
    return volume.sizeX() * volume.sizeY() * volume.sizeZ();
  }

  /**
   * Checks that a volume's mask can be put together.
   *
   * @throws VolumeException if the volume has no voxels, or more than an array holds
   */
  static void requireFit(Volume volume) {
    int x = volume.sizeX();
    int y = volume.sizeY();
    int z = volume.sizeZ();
    // Doubles, since the product of three ints may not fit a long.
    if (x < 1 || y < 1 || z < 1 || (double) x * y * z > LARGEST_ARRAY) {
      throw new VolumeException(
          "a session's volume has 1 to "
              + LARGEST_ARRAY
              + " voxels, as many as an array can hold labels, not "
              + x
              + "x"
              + y
              + "x"
              + z
              + ": give a part of it");
    }
  }
}
