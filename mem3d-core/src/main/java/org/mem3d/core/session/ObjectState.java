package org.mem3d.core.session;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
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
 * @param inside the label of the object inside which it lies; 0 if that was not stated
 * @param axis the direction along which it is carried; null before its first mark
 * @param marked its annotated slices by index
 * @param predictions what the last propagation said, by slice; empty before the first
 * @param cache the pieces that the predictions were made of; nothing before the first
 * @param fresh whether the predictions follow from the present marks
 */
record ObjectState(
    int label,
    String name,
    int inside,
    @Nullable Axis axis,
    NavigableMap<Integer, AnnotatedSlice> marked,
    List<Prediction> predictions,
    PropagationCache cache,
    boolean fresh) {
  /** A slice's prediction, or that there is none. */
  record Prediction(@Nullable SlicePrediction value) {}

  ObjectState {
    marked = Collections.unmodifiableNavigableMap(new TreeMap<>(marked));
    predictions = List.copyOf(predictions);
  }

  static ObjectState named(int label, String name, int inside) {
    return new ObjectState(
        label, name, inside, null, new TreeMap<>(), List.of(), PropagationCache.NOTHING, false);
  }

  ObjectState withMarked(Axis markAxis, AnnotatedSlice slice) {
    TreeMap<Integer, AnnotatedSlice> slices = new TreeMap<>(marked);
    slices.put(slice.slice(), slice);
    return new ObjectState(label, name, inside, markAxis, slices, predictions, cache, false);
  }

  ObjectState withPredictions(@Nullable SlicePrediction[] bySlice, PropagationCache pieces) {
    List<Prediction> list = java.util.Arrays.stream(bySlice).map(Prediction::new).toList();
    return new ObjectState(label, name, inside, axis, marked, list, pieces, true);
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
