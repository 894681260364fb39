package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  /** A voxel of an object that is locked. */
  static final int LOCKED = 4;

  /** The smallest object comes first, of equal ones the earlier. */
  private static final Comparator<Claimant> BY_SIZE =
      Comparator.comparingLong(Claimant::size)
          .thenComparingInt(claimant -> claimant.object.label());

  /**
   * What the user said of an object on a slice.
   *
   * @param marked voxels of positive scribbles and clicks
   * @param given voxels of a given mask; none if there is no such mask
   */
  record Stated(SliceMask marked, SliceMask given) {}

  /**
   * Returns the objects that have a mask, by size, then by label.
   *
   * @param before claimants of another state, of which what is the same is taken over
   */
  static List<Claimant> smallestFirst(SessionState state, Volume volume, List<Claimant> before) {
    Map<Integer, Claimant> known = new HashMap<>();
    before.forEach(claimant -> known.put(claimant.object.label(), claimant));
    List<Claimant> claimants = new ArrayList<>();
    for (ObjectState object : state.objects()) {
      Axis axis = object.axis();
      if (axis != null) {
        Set<Integer> around = state.around(object);
        claimants.add(of(object, volume, axis, around, known.get(object.label())));
      }
    }
    claimants.sort(BY_SIZE);
    return claimants;
  }

  @SuppressWarnings("ReferenceEquality") // What is the same need not be computed anew.
  private static Claimant of(
      ObjectState object,
      Volume volume,
      Axis axis,
      Set<Integer> around,
      @Nullable Claimant before) {
    if (before != null && before.object == object && before.around.equals(around)) {
      return before;
    }
    long size = 0;
    for (int slice = 0; slice < volume.size(axis); slice++) {
      size += object.patch(slice).area();
    }
    return new Claimant(object, size, around, stated(object, volume, axis, before));
  }

  @SuppressWarnings("ReferenceEquality") // What is the same need not be computed anew.
  private static Map<Integer, Stated> stated(
      ObjectState object, Volume volume, Axis axis, @Nullable Claimant before) {
    int sizeU = volume.size(axis.u());
    int sizeV = volume.size(axis.v());
    Map<Integer, Stated> stated = new HashMap<>();
    for (AnnotatedSlice slice : object.marked().values()) {
      Stated known = before == null ? null : before.stated.get(slice.slice());
      if (before != null && known != null && before.object.marked().get(slice.slice()) == slice) {
        stated.put(slice.slice(), known);
        continue;
      }
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

  /** Returns whether this object is stated to lie inside the one with a label. */
  boolean isStatedInside(int label) {
    return around.contains(label);
  }

  /** Returns whether this object lies inside another one: because it is stated, or by its size. */
  boolean nestedIn(Claimant other) {
    return liesInside(other)
        || (!other.liesInside(this) && size < other.size && Claims.nested(size, other.size));
  }

  /**
   * Returns whether this object is to another one what it was: smaller, and inside or not.
   *
   * @param before this object in another state
   * @param otherBefore the other one in that state
   */
  boolean standsAlike(Claimant other, Claimant before, Claimant otherBefore) {
    return BY_SIZE.compare(this, other) < 0 == BY_SIZE.compare(before, otherBefore) < 0
        && Claims.nested(size, other.size) == Claims.nested(before.size, otherBefore.size)
        && nestedIn(other) == before.nestedIn(otherBefore)
        && other.nestedIn(this) == otherBefore.nestedIn(before)
        && liesInside(other) == before.liesInside(otherBefore)
        && other.liesInside(this) == otherBefore.liesInside(before);
  }

  /** Returns how well founded it is that a voxel of the object's own mask is the object's. */
  int standing(int slice, int u, int v) {
    if (object.locked() != null) {
      return LOCKED;
    }
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
