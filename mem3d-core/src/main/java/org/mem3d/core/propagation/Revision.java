package org.mem3d.core.propagation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a propagation may change of the masks of the last one. Beyond all annotated slices an object
 * does not grow past the end that it had, unless it was annotated there: what a chain from a new
 * slice finds beyond that end is nearly always a leak (one voxel in ten was right, on the objects
 * of the evaluation, after two to four true masks). Immutable.
 *
 * @param annotatedMasks from which the masks were carried, by rising index
 * @param predictions the masks, by slice; empty before the first propagation
 */
public record Revision(List<AnnotatedMask> annotatedMasks, List<@Nullable SlicePrediction> predictions) {
  /** There was no propagation. */
  public static final Revision NOTHING = new Revision(List.of(), List.of());

  /**
   * Returns the masks that follow on these.
   *
   * @param now the annotated masks now, by rising index
   * @param fresh what was carried from them, by slice
   */
  @Nullable SlicePrediction[] by(List<AnnotatedMask> now, @Nullable SlicePrediction[] fresh) {
    if (predictions.isEmpty() || now.isEmpty()) {
      return fresh;
    }
    @Nullable SlicePrediction[] kept = fresh.clone();
    AnnotatedMask first = now.get(0);
    AnnotatedMask last = now.get(now.size() - 1);
    // An end that was found from an annotation which was taken back is none.
    if (reached(first) && annotatedMasks.get(0).slice() >= first.slice()) {
      for (int slice = 0; slice < first.slice(); slice++) {
        keepEnd(slice, kept);
      }
    }
    if (reached(last) && annotatedMasks.get(annotatedMasks.size() - 1).slice() <= last.slice()) {
      for (int slice = last.slice() + 1; slice < kept.length; slice++) {
        keepEnd(slice, kept);
      }
    }
    return kept;
  }

  private void keepEnd(int slice, @Nullable SlicePrediction[] masks) {
    SlicePrediction before = predictions.get(slice);
    if ((before == null || before.patch().area() == 0) && masks[slice] != null) {
      masks[slice] = before;
    }
  }

  /** Returns whether the object was on an annotated slice before, by a mask or by an annotation. */
  private boolean reached(AnnotatedMask annotated) {
    SlicePrediction before = predictions.get(annotated.slice());
    return annotatedMasks.stream()
            .anyMatch(old -> old.slice() == annotated.slice() && old.patch().area() > 0)
        || (before != null && before.patch().area() > 0);
  }
}
