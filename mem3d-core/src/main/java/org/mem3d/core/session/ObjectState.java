package org.mem3d.core.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.SegmentationObject;
import org.mem3d.core.interaction.AnnotatedSlice;
import org.mem3d.core.propagation.AnnotatedMask;
import org.mem3d.core.propagation.PropagationCache;
import org.mem3d.core.propagation.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

/**
 * One object of a session: its annotated slices, and what was carried from them. Immutable.
 *
 * @param label 1 for the first object
 * @param name for people
 * @param rgb its colour, 0xRRGGBB
 * @param inside the label of the object inside which it lies; 0 if that was not stated
 * @param axis the direction along which it is carried; null before its first mark
 * @param marked its annotated slices by index
 * @param corrected what was predicted of annotated slices when they were annotated, by index
 * @param predictions what the last propagation said, by slice; empty before the first
 * @param cache the pieces that the predictions were made of; nothing before the first
 * @param fresh whether the predictions follow from the present marks
 */
record ObjectState(
    int label,
    String name,
    int rgb,
    int inside,
    @Nullable Axis axis,
    NavigableMap<Integer, AnnotatedSlice> marked,
    SortedMap<Integer, SlicePrediction> corrected,
    List<Prediction> predictions,
    PropagationCache cache,
    boolean fresh) {
  /** A slice's prediction, or that there is none. */
  record Prediction(@Nullable SlicePrediction value) {}

  ObjectState {
    marked = Collections.unmodifiableNavigableMap(new TreeMap<>(marked));
    corrected = Collections.unmodifiableSortedMap(new TreeMap<>(corrected));
    predictions = List.copyOf(predictions);
  }

  static ObjectState named(int label, String name, int inside) {
    return new ObjectState(
        label,
        name,
        SegmentationObject.defaultRgb(label),
        inside,
        null,
        new TreeMap<>(),
        new TreeMap<>(),
        List.of(),
        PropagationCache.NOTHING,
        false);
  }

  /** Returns what programs are told of the object. */
  SegmentationObject told() {
    return new SegmentationObject(label, name, rgb, inside, axis);
  }

  ObjectState withName(String other) {
    return new ObjectState(
        label, other, rgb, inside, axis, marked, corrected, predictions, cache, fresh);
  }

  ObjectState withRgb(int other) {
    return new ObjectState(
        label, name, other, inside, axis, marked, corrected, predictions, cache, fresh);
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
    return new ObjectState(
        label, name, rgb, inside, markAxis, slices, before, predictions, cache, false);
  }

  /** Takes the annotation of a slice back: it is again as it was predicted before. */
  ObjectState withoutMarked(int slice) {
    TreeMap<Integer, AnnotatedSlice> slices = new TreeMap<>(marked);
    slices.remove(slice);
    TreeMap<Integer, SlicePrediction> before = new TreeMap<>(corrected);
    List<Prediction> predicted = predictions;
    SlicePrediction prediction = before.remove(slice);
    if (!predictions.isEmpty()) {
      Prediction[] changed = predictions.toArray(new Prediction[0]);
      changed[slice] = new Prediction(prediction);
      predicted = List.of(changed);
    }
    return new ObjectState(label, name, rgb, inside, axis, slices, before, predicted, cache, false);
  }

  /** Returns the object as it was added. */
  ObjectState unmarked() {
    return named(label, name, inside).withRgb(rgb);
  }

  /** States inside which object it lies, 0 for none. */
  ObjectState withInside(int other) {
    return new ObjectState(
        label, name, rgb, other, axis, marked, corrected, predictions, cache, fresh);
  }

  /** Takes new predictions; those that are as before are shared with this state. */
  ObjectState withPredictions(@Nullable SlicePrediction[] bySlice, PropagationCache pieces) {
    Prediction[] changed = new Prediction[bySlice.length];
    Arrays.setAll(
        changed,
        slice -> {
          Prediction next = new Prediction(bySlice[slice]);
          boolean same = !predictions.isEmpty() && predictions.get(slice).equals(next);
          return same ? predictions.get(slice) : next;
        });
    return new ObjectState(
        label, name, rgb, inside, axis, marked, corrected, List.of(changed), pieces, true);
  }

  @Nullable SlicePrediction prediction(int slice) {
    return predictions.isEmpty() ? null : predictions.get(slice).value();
  }

  /** Returns the object's mask on a slice: the user's, else the predicted one, else nothing. */
  SlicePatch patch(int slice) {
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

  List<AnnotatedMask> annotatedMasks() {
    return marked.values().stream().map(m -> new AnnotatedMask(m.slice(), m.patch())).toList();
  }
}
