package org.mem3d.core.session;

import java.util.List;
import org.mem3d.Axis;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.VolumeException;
import org.mem3d.core.region.SlicePatch;

/** Puts the objects' slices together on the volume's grid. Stateless. */
final class MaskAssembly {
  /** Of the levels of a patch, from here on a voxel is inside. */
  private static final int INSIDE = 128;

  /** A few virtual machines keep the last indices of an array to themselves. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private MaskAssembly() {}

  /** Returns the labels of all objects; {@link Claims} says who gets a voxel that two claim. */
  static Mask labels(SessionState state, Volume volume) {
    byte[] labels = new byte[voxels(volume)];
    // Plane by plane: what claims a voxel is not kept of the whole volume.
    Claims claims = new Claims(volume.sizeX() * volume.sizeY());
    List<Claimant> smallestFirst = Claimant.smallestFirst(state, volume);
    for (int z = 0; z < volume.sizeZ(); z++) {
      claims.clear();
      for (Claimant claimant : smallestFirst) {
        forEachVoxel(
            claimant.object(),
            volume,
            z,
            (at, level, slice, u, v) -> {
              if (level >= INSIDE) {
                claims.take(at, claimant, claimant.standing(slice, u, v), level);
              }
            });
      }
      claims.copyLabels(labels, z);
    }
    return new Mask(volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry(), labels);
  }

  /** Returns the probability of one object, 0 to 1, as a volume of its own memory. */
  static Volume probability(ObjectState object, Volume volume) {
    byte[] levels = new byte[voxels(volume)];
    int plane = volume.sizeX() * volume.sizeY();
    for (int z = 0; z < volume.sizeZ(); z++) {
      int start = z * plane;
      forEachVoxel(
          object, volume, z, (at, level, slice, u, v) -> levels[start + at] = (byte) level);
    }
    return Volume.ofUnsignedBytes(
            levels, volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry())
        .rescaled(1.0 / 255, 0);
  }

  private interface Visitor {
    void visit(int at, int level, int slice, int u, int v);
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
      for (int v = patch.lowV(); v < patch.lowV() + patch.height(); v++) {
        visitRow(patch, z, v, v * row, 1, visitor);
      }
      return;
    }
    // Of slices along the other axes, the plane sees the row v = z.
    int step = axis == Axis.X ? 1 : row;
    int stepU = axis == Axis.X ? row : 1;
    for (int slice = 0; slice < volume.size(axis); slice++) {
      SlicePatch patch = object.patch(slice);
      if (z >= patch.lowV() && z < patch.lowV() + patch.height()) {
        visitRow(patch, slice, z, slice * step, stepU, visitor);
      }
    }
  }

  private static void visitRow(
      SlicePatch patch, int slice, int v, int start, int stepU, Visitor visitor) {
    for (int u = patch.lowU(); u < patch.lowU() + patch.width(); u++) {
      int level = patch.levelAt(u, v);
      if (level > 0) {
        visitor.visit(start + u * stepU, level, slice, u, v);
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
