package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Volume;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.IntervalRecord;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.store.DamagedException;

/** Checks that an object that was read from a file lies in its volume. Stateless. */
final class ObjectCheck {
  private ObjectCheck() {}

  /**
   * Checks an object.
   *
   * @throws DamagedException if it does not lie in the volume
   */
  static void require(ObjectState object, Volume volume) throws DamagedException {
    Axis axis = object.axis();
    if (axis == null) {
      if (!object.marked().isEmpty() || !object.predictions().isEmpty() || object.fresh()) {
        throw new DamagedException("it has an object with masks and no axis");
      }
      return;
    }
    int slices = volume.size(axis);
    for (List<?> list : List.of(object.start(), object.predictions())) {
      if (!list.isEmpty() && list.size() != slices) {
        throw new DamagedException(
            "it has " + list.size() + " predictions for " + slices + " slices");
      }
    }
    if (!object.start().isEmpty() && object.predictions().isEmpty()) {
      throw new DamagedException("it has an object that began with masks and lost them");
    }
    List<SlicePatch> all = new ArrayList<>();
    for (AnnotatedSlice slice : object.marked().values()) {
      for (Interaction mark : slice.marks()) {
        MarkCheck.require(mark, volume);
        if (mark.axis() != axis
            || mark.slice() != slice.slice()
            || mark.object() != object.label()) {
          throw new DamagedException("it has a mark that is not of its slice");
        }
      }
      StateInput.within(slice.slice(), slices - 1);
      all.add(slice.patch());
    }
    for (Map.Entry<Integer, SlicePrediction> each : object.corrected().entrySet()) {
      StateInput.within(each.getKey(), slices - 1);
      all.add(each.getValue().patch());
    }
    Map<Integer, SlicePatch> locked = object.locked();
    if (locked != null) {
      for (int slice : locked.keySet()) {
        StateInput.within(slice, slices - 1);
      }
      all.addAll(locked.values());
    }
    for (int slice = 0; slice < slices; slice++) {
      all.add(object.predictedPatch(slice));
    }
    for (ObjectState.Prediction start : object.start()) {
      SlicePrediction value = start.value();
      if (value == null) {
        throw new DamagedException("it has an object that began with masks on some slices");
      }
      all.add(value.patch());
    }
    requireFit(all, axis, volume);
    requireFit(object.cache(), axis, volume);
  }

  private static void requireFit(PropagationCache cache, Axis axis, Volume volume)
      throws DamagedException {
    int slices = volume.size(axis);
    List<SlicePatch> all = new ArrayList<>();
    List<AnnotatedMask> masks = new ArrayList<>(cache.masks().annotatedMasks());
    for (SlicePrediction prediction : cache.masks().predictions()) {
      all.add(prediction == null ? SlicePatch.EMPTY : prediction.patch());
    }
    if (!all.isEmpty() && all.size() != slices) {
      throw new DamagedException("it has masks for " + all.size() + " of " + slices + " slices");
    }
    for (List<ChainRecord> list : List.of(cache.chains(), cache.refinements())) {
      for (ChainRecord chain : list) {
        masks.add(chain.start());
        masks.addAll(chain.annotated());
        requireSlices(chain.predictions().keySet(), slices);
        requireSlices(chain.order(), slices);
        chain.predictions().values().forEach(said -> all.add(said.patch()));
      }
    }
    for (IntervalRecord interval : cache.intervals()) {
      masks.addAll(interval.request().known());
      requireSlices(interval.predictions().keySet(), slices);
      interval.predictions().values().forEach(said -> all.add(said.patch()));
    }
    for (AnnotatedMask mask : masks) {
      StateInput.within(mask.slice(), slices - 1);
      all.add(mask.patch());
    }
    requireFit(all, axis, volume);
  }

  private static void requireSlices(Iterable<Integer> indices, int slices) throws DamagedException {
    for (int slice : indices) {
      StateInput.within(slice, slices - 1);
    }
  }

  private static void requireFit(List<SlicePatch> all, Axis axis, Volume volume)
      throws DamagedException {
    for (SlicePatch patch : all) {
      if (patch.lowU() + patch.width() > volume.size(axis.u())
          || patch.lowV() + patch.height() > volume.size(axis.v())) {
        throw new DamagedException("it has a mask that reaches beyond its slice");
      }
    }
  }
}
