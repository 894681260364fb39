package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mem3d.Interaction;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.ChainRecord;
import org.mem3d.core.propagation.plan.IntervalRecord;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

/**
 * About what some states hold of the heap: their masks and probabilities, each counted once however
 * many states share it. One thread at a time changes it; others may ask.
 */
final class HeldBytes {
  /** Objects, their headers and places in maps, beside the voxels of a patch. */
  private static final int BESIDE = 160;

  private IdentityHashMap<SessionState, Boolean> states = new IdentityHashMap<>();
  private final IdentityHashMap<ObjectState, Integer> objects = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Integer> pieces = new IdentityHashMap<>();
  private volatile long bytes;

  long bytes() {
    return bytes;
  }

  /** Counts these states, and no others any more. */
  void hold(Collection<SessionState> wanted) {
    IdentityHashMap<SessionState, Boolean> next = new IdentityHashMap<>();
    wanted.forEach(state -> next.put(state, true));
    long sum = bytes;
    for (SessionState state : next.keySet()) {
      if (!states.containsKey(state)) {
        sum += count(state, 1);
      }
    }
    for (SessionState state : states.keySet()) {
      if (!next.containsKey(state)) {
        sum += count(state, -1);
      }
    }
    states = next;
    bytes = sum;
  }

  private long count(SessionState state, int more) {
    long sum = 0;
    for (ObjectState object : state.objects()) {
      if (changed(objects, object, more)) {
        long[] part = {0};
        forEachPiece(
            object,
            piece -> {
              if (changed(pieces, piece, more)) {
                part[0] += size(piece);
              }
            });
        sum += more * part[0];
      }
    }
    return sum;
  }

  /** Counts a use more or less; returns whether it is the first or was the last. */
  private static <T> boolean changed(IdentityHashMap<T, Integer> uses, T used, int more) {
    int before = uses.getOrDefault(used, 0);
    int after = before + more;
    if (after > 0) {
      uses.put(used, after);
    } else {
      uses.remove(used);
    }
    return before <= 0 || after <= 0;
  }

  private static long size(Object piece) {
    if (piece instanceof SlicePatch patch) {
      return BESIDE + patch.bytes();
    }
    // The bits of a mask that was given.
    return piece instanceof Interaction.GivenMask given
        ? BESIDE + (long) given.mask().width() * given.mask().height() / 8
        : BESIDE;
  }

  private static void forEachPiece(ObjectState object, Consumer<Object> visitor) {
    List<SlicePatch> patches = new ArrayList<>();
    for (AnnotatedSlice slice : object.marked().values()) {
      patches.add(slice.patch());
      slice.marks().forEach(visitor);
    }
    object.corrected().values().forEach(said -> patches.add(said.patch()));
    if (object.locked() != null) {
      patches.addAll(object.locked().values());
    }
    for (ObjectState.Prediction prediction :
        Stream.concat(object.start().stream(), object.predictions().stream()).toList()) {
      SlicePrediction said = prediction.value();
      if (said != null) {
        patches.add(said.patch());
      }
    }
    PropagationCache cache = object.cache();
    for (ChainRecord chain :
        Stream.concat(cache.chains().stream(), cache.refinements().stream()).toList()) {
      chain.annotated().stream().map(AnnotatedMask::patch).forEach(patches::add);
      chain.predictions().values().forEach(said -> patches.add(said.patch()));
    }
    for (IntervalRecord interval : cache.intervals()) {
      interval.predictions().values().forEach(said -> patches.add(said.patch()));
    }
    for (SlicePrediction said : cache.masks().predictions()) {
      if (said != null) {
        patches.add(said.patch());
      }
    }
    // Each object's own pieces once: they are taken off as they were put on.
    IdentityHashMap<Object, Boolean> distinct = new IdentityHashMap<>();
    for (SlicePatch patch : patches) {
      if (patch.width() > 0 && distinct.put(patch, true) == null) {
        visitor.accept(patch);
      }
    }
  }
}
