package org.mem3d.core.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Box;
import org.mem3d.SegmentationObject;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.SliceRange;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

/**
 * One object of a session: its annotated slices, and what was carried from them. Immutable.
 *
 * @param label 1 for the first object
 * @param name for people
 * @param rgb its colour, 0xRRGGBB
 * @param inside the label of the object inside which it lies; 0 if that was not stated
 * @param limit outside of which it is not carried
 * @param locked its masks by slice as long as it is locked, empty ones left out; null if it is not
 * @param axis the direction along which it is carried; null before its first mark
 * @param marked its annotated slices by index
 * @param corrected what was predicted of annotated slices when they were annotated, by index
 * @param start the masks that it was added with, by slice; empty if with none
 * @param predictions what the last propagation said, by slice; empty before the first
 * @param cache the pieces that the predictions were made of; nothing before the first
 * @param fresh whether the predictions follow from the present marks
 */
record ObjectState(
    int label,
    String name,
    int rgb,
    int inside,
    Box limit,
    @Nullable Map<Integer, SlicePatch> locked,
    @Nullable Axis axis,
    NavigableMap<Integer, AnnotatedSlice> marked,
    SortedMap<Integer, SlicePrediction> corrected,
    List<Prediction> start,
    List<Prediction> predictions,
    PropagationCache cache,
    boolean fresh) {
  /** A slice's prediction, or that there is none. */
  record Prediction(@Nullable SlicePrediction value) {}

  ObjectState {
    locked = locked == null ? null : Map.copyOf(locked);
    marked = Collections.unmodifiableNavigableMap(new TreeMap<>(marked));
    corrected = Collections.unmodifiableSortedMap(new TreeMap<>(corrected));
    start = List.copyOf(start);
    predictions = List.copyOf(predictions);
  }

  /** What another state of an object is to be. */
  private static final class Draft {
    final int label;
    String name;
    int rgb;
    int inside;
    Box limit;
    @Nullable Map<Integer, SlicePatch> locked;
    @Nullable Axis axis;
    NavigableMap<Integer, AnnotatedSlice> marked;
    SortedMap<Integer, SlicePrediction> corrected;
    List<Prediction> start;
    List<Prediction> predictions;
    PropagationCache cache;
    boolean fresh;

    Draft(ObjectState before) {
      label = before.label;
      name = before.name;
      rgb = before.rgb;
      inside = before.inside;
      limit = before.limit;
      locked = before.locked;
      axis = before.axis;
      marked = before.marked;
      corrected = before.corrected;
      start = before.start;
      predictions = before.predictions;
      cache = before.cache;
      fresh = before.fresh;
    }

    ObjectState done() {
      return new ObjectState(
          label,
          name,
          rgb,
          inside,
          limit,
          locked,
          axis,
          marked,
          corrected,
          start,
          predictions,
          cache,
          fresh);
    }
  }

  private ObjectState with(Consumer<Draft> change) {
    Draft next = new Draft(this);
    change.accept(next);
    return next.done();
  }

  static ObjectState named(int label, String name, int inside) {
    return new ObjectState(
        label,
        name,
        SegmentationObject.defaultRgb(label),
        inside,
        Box.EVERYWHERE,
        null,
        null,
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        PropagationCache.NOTHING,
        false);
  }

  /** Returns what programs are told of the object. */
  SegmentationObject told() {
    return new SegmentationObject(label, name, rgb, inside, locked != null, limit, axis);
  }

  ObjectState withName(String other) {
    return with(next -> next.name = other);
  }

  ObjectState withRgb(int other) {
    return with(next -> next.rgb = other);
  }

  /** States inside which object it lies, 0 for none. */
  ObjectState withInside(int other) {
    return with(next -> next.inside = other);
  }

  /** Takes a limit; what was predicted beyond it goes. */
  ObjectState withLimit(Box box) {
    return with(
        next -> {
          next.limit = box;
          // An end that the old limit made is none.
          next.cache = new PropagationCache(cache.chains(), cache.intervals(), cache.refinements());
          next.predictions = limited(predictions, box);
          next.fresh = false;
        });
  }

  /** Returns the parts of predictions that lie in a box. */
  private List<Prediction> limited(List<Prediction> whole, Box box) {
    return IntStream.range(0, whole.size())
        .mapToObj(slice -> new Prediction(limited(slice, whole.get(slice).value(), box)))
        .toList();
  }

  /** Returns the part of a prediction that lies in a box; null if there is none. */
  private @Nullable SlicePrediction limited(
      int slice, @Nullable SlicePrediction prediction, Box box) {
    if (prediction == null || axis == null) {
      return prediction;
    }
    if (slice < box.first(axis) || slice > box.last(axis)) {
      return null;
    }
    SlicePatch patch = SlicePatch.EMPTY.exchanged(inside(box, axis), prediction.patch());
    return patch.equals(prediction.patch())
        ? prediction
        : new SlicePrediction(patch, prediction.predictedDice());
  }

  /**
   * Locks the object.
   *
   * @param masks that it keeps, by slice; null to unlock it
   */
  ObjectState withLocked(@Nullable Map<Integer, SlicePatch> masks) {
    return with(next -> next.locked = masks);
  }

  /** Begins with masks of unknown quality, one for each slice along an axis. */
  ObjectState withStart(Axis along, List<SlicePrediction> masks) {
    List<Prediction> list = masks.stream().map(Prediction::new).toList();
    return with(
        next -> {
          next.axis = along;
          next.start = list;
          next.predictions = list;
        });
  }

  /** Annotates a slice, or puts another annotation in the place of its last one. */
  ObjectState withMarked(Axis markAxis, AnnotatedSlice slice) {
    TreeMap<Integer, AnnotatedSlice> slices = new TreeMap<>(marked);
    slices.put(slice.slice(), slice);
    TreeMap<Integer, SlicePrediction> before = new TreeMap<>(corrected);
    SlicePrediction prediction = prediction(slice.slice());
    if (!marked.containsKey(slice.slice()) && prediction != null) {
      before.put(slice.slice(), prediction);
    }
    return with(
        next -> {
          next.axis = markAxis;
          next.marked = slices;
          next.corrected = before;
          next.fresh = false;
        });
  }

  /** Takes the annotation of a slice back: it is again as it was predicted before. */
  ObjectState withoutMarked(int slice) {
    TreeMap<Integer, AnnotatedSlice> slices = new TreeMap<>(marked);
    slices.remove(slice);
    TreeMap<Integer, SlicePrediction> before = new TreeMap<>(corrected);
    SlicePrediction prediction = before.remove(slice);
    return with(
        next -> {
          next.marked = slices;
          next.corrected = before;
          if (!predictions.isEmpty()) {
            Prediction[] changed = predictions.toArray(new Prediction[0]);
            // It may be of before the limit.
            changed[slice] = new Prediction(limited(slice, prediction, limit));
            next.predictions = List.of(changed);
          }
          next.fresh = false;
        });
  }

  /** Returns the object as it was added. */
  ObjectState unmarked() {
    return with(
        next -> {
          next.axis = start.isEmpty() ? null : axis;
          next.marked = new TreeMap<>();
          next.corrected = new TreeMap<>();
          next.predictions = limited(start, limit);
          next.cache = PropagationCache.NOTHING;
          next.fresh = false;
        });
  }

  /**
   * Takes new predictions; those that are as before are shared with this state, those beyond the
   * limit go.
   *
   * @param bySlice null where there is none
   */
  ObjectState withPredictions(@Nullable SlicePrediction[] bySlice, PropagationCache pieces) {
    Prediction[] changed = new Prediction[bySlice.length];
    Arrays.setAll(
        changed,
        slice -> {
          Prediction next = new Prediction(limited(slice, bySlice[slice], limit));
          boolean same = !predictions.isEmpty() && predictions.get(slice).equals(next);
          return same ? predictions.get(slice) : next;
        });
    return with(
        next -> {
          next.predictions = List.of(changed);
          next.cache = pieces;
          next.fresh = true;
        });
  }

  /** Takes new predictions inside a box alone; the others stay, and more is to be carried. */
  ObjectState withPredictionsIn(Box box, @Nullable SlicePrediction[] bySlice) {
    Axis along = Objects.requireNonNull(axis, "an object without a mark has no predictions");
    @Nullable SlicePrediction[] joined = new SlicePrediction[bySlice.length];
    Arrays.setAll(
        joined,
        slice -> {
          SlicePrediction old = prediction(slice);
          SlicePrediction next = bySlice[slice];
          if (slice < box.first(along)
              || slice > box.last(along)
              || (old == null && next == null)) {
            return old;
          }
          return within(
              box, along, old, next == null ? new SlicePrediction(SlicePatch.EMPTY, 0) : next);
        });
    return withPredictions(joined, cache).with(next -> next.fresh = false);
  }

  private static SlicePrediction within(
      Box box, Axis along, @Nullable SlicePrediction old, SlicePrediction next) {
    SlicePatch outside = old == null ? SlicePatch.EMPTY : old.patch();
    return new SlicePrediction(
        outside.exchanged(inside(box, along), next.patch()), next.predictedDice());
  }

  private static SlicePatch.Voxels inside(Box box, Axis along) {
    return (u, v) ->
        u >= box.first(along.u())
            && u <= box.last(along.u())
            && v >= box.first(along.v())
            && v <= box.last(along.v());
  }

  @Nullable SlicePrediction prediction(int slice) {
    return predictions.isEmpty() ? null : predictions.get(slice).value();
  }

  /** Returns whether a slice has the mask with which the object was added. */
  boolean isStart(int slice) {
    return !start.isEmpty()
        && !marked.containsKey(slice)
        && predictions.get(slice).equals(start.get(slice));
  }

  /** Returns the object's mask on a slice: the user's, else the predicted one, else nothing. */
  SlicePatch patch(int slice) {
    if (locked != null) {
      return locked.getOrDefault(slice, SlicePatch.EMPTY);
    }
    AnnotatedSlice user = marked.get(slice);
    if (user != null) {
      return user.patch();
    }
    return predictedPatch(slice);
  }

  SlicePatch predictedPatch(int slice) {
    SlicePrediction prediction = prediction(slice);
    return prediction == null ? SlicePatch.EMPTY : prediction.patch();
  }

  /** Returns the annotated slices from which the object is carried: those within its limit. */
  List<AnnotatedMask> annotatedMasks() {
    return marked.values().stream()
        .filter(
            slice ->
                axis != null
                    && slice.slice() >= limit.first(axis)
                    && slice.slice() <= limit.last(axis))
        .map(slice -> new AnnotatedMask(slice.slice(), slice.patch()))
        .toList();
  }

  /** Returns about how many slices a propagation in a range will tell of. */
  int slicesIn(SliceRange range, int size) {
    int first = Math.max(0, range.first());
    int last = Math.min(size - 1, range.last());
    return predictions.isEmpty()
        ? Math.max(0, last - first + 1)
        : (int)
            IntStream.rangeClosed(first, last)
                .filter(slice -> predictedPatch(slice).area() > 0)
                .count();
  }

  /** Returns the slices to which the object is carried in a box. */
  SliceRange range(Box box) {
    Axis along = Objects.requireNonNull(axis, "an object without a mark is not carried");
    return new SliceRange(
        Math.max(box.first(along), limit.first(along)),
        Math.min(box.last(along), limit.last(along)));
  }
}
