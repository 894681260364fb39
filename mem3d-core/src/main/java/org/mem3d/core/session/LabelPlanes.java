package org.mem3d.core.session;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Change;
import org.mem3d.Mask;
import org.mem3d.Volume;
import org.mem3d.core.region.SlicePatch;

/**
 * The labels that a state shows, plane by plane along z. Those of another state are made from
 * these: only planes where something may differ are put together anew, the others are shared.
 * Immutable.
 */
final class LabelPlanes {
  /** The labels of a plane, x fastest; not modified. */
  private static final class Plane {
    final byte[] labels;

    Plane(byte[] labels) {
      this.labels = labels;
    }
  }

  private final Contest contest;
  private final Volume volume;

  /** By z; null where no object is. Not modified. */
  private final @Nullable Plane[] planes;

  private LabelPlanes(Contest contest, Volume volume, @Nullable Plane[] planes) {
    this.contest = contest;
    this.volume = volume;
    this.planes = planes;
  }

  /** Returns what a state without objects shows. */
  static LabelPlanes empty(Volume volume) {
    return new LabelPlanes(Contest.empty(volume), volume, new Plane[volume.sizeZ()]);
  }

  /** Returns the contest that has led to these labels. */
  Contest contest() {
    return contest;
  }

  /** Returns what another state shows. */
  LabelPlanes of(SessionState other) {
    Contest next = contest.of(other);
    BitSet dirty = new BitSet();
    addPatches(other, dirty);
    addRanks(next.claimants(), dirty);
    @Nullable Plane[] shown = planes.clone();
    if (!dirty.isEmpty()) {
      Claims claims = new Claims(volume.sizeX() * volume.sizeY());
      dirty.stream().forEach(z -> shown[z] = shown(next.labels(z, claims), planes[z]));
    }
    return new LabelPlanes(next, volume, shown);
  }

  /** Shares a plane that is as before, and keeps none that is empty. */
  private static @Nullable Plane shown(byte[] labels, @Nullable Plane before) {
    if (before != null && Arrays.equals(labels, before.labels)) {
      return before;
    }
    for (byte label : labels) {
      if (label != 0) {
        return new Plane(labels);
      }
    }
    return null;
  }

  /** Adds the planes of slices that differ. */
  @SuppressWarnings("ReferenceEquality") // What is the same shows the same.
  private void addPatches(SessionState other, BitSet dirty) {
    Map<Integer, ObjectState> before = new HashMap<>();
    contest.state().objects().forEach(object -> before.put(object.label(), object));
    for (ObjectState after : other.objects()) {
      ObjectState old = before.remove(after.label());
      if (old == after) {
        continue;
      }
      if (old == null
          || old.axis() == null
          || old.axis() != after.axis()
          || (old.locked() == null) != (after.locked() == null)) {
        addAll(old, dirty);
        addAll(after, dirty);
        continue;
      }
      for (int slice = 0; slice < volume.size(old.axis()); slice++) {
        // A mark counts for itself, even where the mask stays.
        boolean same =
            old.marked().get(slice) == after.marked().get(slice)
                && old.patch(slice).equals(after.patch(slice));
        if (!same) {
          add(old.axis(), slice, old.patch(slice), dirty);
          add(old.axis(), slice, after.patch(slice), dirty);
        }
      }
    }
    before.values().forEach(gone -> addAll(gone, dirty));
  }

  /** Adds the planes of objects that do not stand to each other as they did. */
  @SuppressWarnings("ReferenceEquality") // What is the same shows the same.
  private void addRanks(List<Claimant> others, BitSet dirty) {
    Map<Integer, Claimant> before = new HashMap<>();
    contest.claimants().forEach(claimant -> before.put(claimant.object().label(), claimant));
    for (int i = 0; i < others.size(); i++) {
      for (int j = i + 1; j < others.size(); j++) {
        Claimant smaller = others.get(i);
        Claimant larger = others.get(j);
        Claimant smallerBefore = before.get(smaller.object().label());
        Claimant largerBefore = before.get(larger.object().label());
        // Of an object that is new all planes are put together anew already.
        if (smallerBefore != null
            && largerBefore != null
            && !(smaller == smallerBefore && larger == largerBefore)
            && !smaller.standsAlike(larger, smallerBefore, largerBefore)) {
          BitSet both = new BitSet();
          addAll(smaller.object(), both);
          BitSet ofLarger = new BitSet();
          addAll(larger.object(), ofLarger);
          both.and(ofLarger);
          dirty.or(both);
        }
      }
    }
  }

  private void addAll(@Nullable ObjectState object, BitSet dirty) {
    Axis axis = object == null ? null : object.axis();
    if (object != null && axis != null) {
      for (int slice = 0; slice < volume.size(axis); slice++) {
        add(axis, slice, object.patch(slice), dirty);
      }
    }
  }

  private static void add(Axis axis, int slice, SlicePatch patch, BitSet dirty) {
    if (patch.area() == 0) {
      return;
    }
    if (axis == Axis.Z) {
      dirty.set(slice);
    } else {
      dirty.set(patch.lowV(), patch.lowV() + patch.height());
    }
  }

  /** Returns the whole mask. */
  Mask mask() {
    int plane = volume.sizeX() * volume.sizeY();
    byte[] labels = new byte[plane * volume.sizeZ()];
    for (int z = 0; z < planes.length; z++) {
      Plane shown = planes[z];
      if (shown != null) {
        System.arraycopy(shown.labels, 0, labels, z * plane, plane);
      }
    }
    return new Mask(volume.sizeX(), volume.sizeY(), volume.sizeZ(), volume.geometry(), labels);
  }

  /** Returns where objects win or lose voxels between this state and another, by label. */
  @SuppressWarnings("ReferenceEquality") // What is the same shows the same.
  List<Change> changesTo(LabelPlanes other) {
    ChangedVoxels changed = new ChangedVoxels(volume.sizeX());
    byte[] none = new byte[volume.sizeX() * volume.sizeY()];
    for (int z = 0; z < planes.length; z++) {
      Plane before = planes[z];
      Plane after = other.planes[z];
      if (before != after) {
        changed.compare(
            before == null ? none : before.labels, after == null ? none : after.labels, z);
      }
    }
    Map<Integer, Axis> axes = new HashMap<>();
    Stream.concat(contest.claimants().stream(), other.contest.claimants().stream())
        .map(Claimant::object)
        .filter(object -> object.axis() != null)
        .forEach(object -> axes.put(object.label(), object.axis()));
    return changed.told(axes);
  }
}
