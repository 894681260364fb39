package org.mem3d.core.session;

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
  private final Contest contest;
  private final Volume volume;
  private final Mask mask;

  private LabelPlanes(Contest contest, Volume volume, Mask mask) {
    this.contest = contest;
    this.volume = volume;
    this.mask = mask;
  }

  /** Returns what a state without objects shows. */
  static LabelPlanes empty(Volume volume) {
    return new LabelPlanes(Contest.empty(volume), volume, Mask.empty(volume.grid()));
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
    if (dirty.isEmpty()) {
      return new LabelPlanes(next, volume, mask);
    }
    Claims claims = new Claims(volume.sliceSize(Axis.Z));
    return new LabelPlanes(
        next,
        volume,
        mask.withPlanes(dirty.stream(), (z, plane) -> next.readLabels(z, claims, plane)));
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
    return mask;
  }

  /** Returns where objects win or lose voxels between this state and another, by label. */
  @SuppressWarnings("ReferenceEquality") // What is the same shows the same.
  List<Change> changesTo(LabelPlanes other) {
    ChangedVoxels changed = new ChangedVoxels(volume.sizeX());
    byte[] before = new byte[volume.sliceSize(Axis.Z)];
    byte[] after = new byte[before.length];
    for (int z = 0; z < volume.sizeZ(); z++) {
      if (!mask.hasSamePlane(other.mask, z)) {
        mask.readSlice(Axis.Z, z, before);
        other.mask.readSlice(Axis.Z, z, after);
        changed.compare(before, after, z);
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
