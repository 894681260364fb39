package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.interaction.MarkGeometry;

/**
 * An object among others that want its voxels: how large it is by itself, and what the user said of
 * it where. Immutable.
 *
 * @param object the object
 * @param size voxels of its own mask
 * @param around the labels of the objects inside which it is stated to lie
 * @param stated what the user said, by slice along the object's axis
 */
record Claimant(ObjectState object, long size, Set<Integer> around, Map<Integer, Stated> stated) {
  /** A voxel that was carried to its slice. */
  static final int CARRIED = 0;

  /** What the network drew from the marks of the slice. */
  static final int ANNOTATED = 1;

  /** A voxel of a mask that was given. */
  static final int GIVEN = 2;

  /** A voxel of a positive scribble or click. */
  static final int MARKED = 3;

  /**
   * What the user said of an object on a slice.
   *
   * @param marked voxels of positive scribbles and clicks
   * @param given voxels of a given mask; none if there is no such mask
   */
  record Stated(SliceMask marked, SliceMask given) {}

  /** Returns the objects that have a mask, by size, then by label. */
  static List<Claimant> smallestFirst(SessionState state, Volume volume) {
    List<Claimant> claimants = new ArrayList<>();
    for (ObjectState object : state.objects()) {
      Axis axis = object.axis();
      if (axis != null) {
        long size = 0;
        for (int slice = 0; slice < volume.size(axis); slice++) {
          size += object.patch(slice).area();
        }
        claimants.add(
            new Claimant(object, size, state.around(object), stated(object, volume, axis)));
      }
    }
    claimants.sort(
        Comparator.comparingLong(Claimant::size)
            .thenComparingInt(claimant -> claimant.object.label()));
    return claimants;
  }

  private static Map<Integer, Stated> stated(ObjectState object, Volume volume, Axis axis) {
    int sizeU = volume.size(axis.u());
    int sizeV = volume.size(axis.v());
    Map<Integer, Stated> stated = new HashMap<>();
    for (AnnotatedSlice slice : object.marked().values()) {
      SliceMask given = SliceMask.empty(sizeU, sizeV);
      for (Interaction mark : slice.marks()) {
        if (mark instanceof Interaction.GivenMask whole) {
          given = whole.mask();
        }
      }
      SliceMask marked = MarkGeometry.voxels(slice.marks(), true, sizeU, sizeV);
      stated.put(slice.slice(), new Stated(marked, given));
    }
    return stated;
  }

  /** Returns whether this object is stated to lie inside another one, or inside one that does. */
  boolean liesInside(Claimant other) {
    return around.contains(other.object.label());
  }

  /** Returns whether this object lies inside another one: because it is stated, or by its size. */
  boolean nestedIn(Claimant other) {
    return liesInside(other)
        || (!other.liesInside(this) && size < other.size && Claims.nested(size, other.size));
  }

  /** Returns how well founded it is that a voxel of the object's own mask is the object's. */
  int standing(int slice, int u, int v) {
    Stated said = stated.get(slice);
    if (said == null) {
      return CARRIED;
    }
    if (said.marked.contains(u, v)) {
      return MARKED;
    }
    return said.given.contains(u, v) ? GIVEN : ANNOTATED;
  }
}
