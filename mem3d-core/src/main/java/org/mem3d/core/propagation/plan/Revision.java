package org.mem3d.core.propagation.plan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a propagation may change of the masks of the last one.
 *
 * <ul>
 *   <li>Between two annotated slices that are what they were, nothing: the new evidence lies
 *       elsewhere.
 *   <li>Beyond the last annotated slice, if that one is what it was, masks may shrink, not grow.
 *   <li>Beyond the last annotated slice, if that one is new, the object grows by no more than
 *       {@value #GROWTH} slices past the end that it had, unless it was annotated there.
 * </ul>
 *
 * <p>What chains from a new slice find far beyond the object's old end is nearly always a leak;
 * what they change of stretches without new evidence makes masks worse more often than better.
 * Found on the objects of the evaluation, with true masks on one to four slices ({@code
 * docs/sessions.md}). Immutable.
 *
 * @param annotatedMasks from which the masks were carried, by rising index
 * @param predictions the masks, by slice; empty before the first propagation
 */
public record Revision(
    List<AnnotatedMask> annotatedMasks, List<@Nullable SlicePrediction> predictions) {
  /** By how many slices an end may move outwards. */
  private static final int GROWTH = 3;

  /** There was no propagation. */
  public static final Revision NOTHING = new Revision(List.of(), List.of());

  /**
   * Returns the masks that follow on these.
   *
   * @param now the annotated masks now, by rising index
   * @param fresh what was carried from them, by slice
   */
  public @Nullable SlicePrediction[] by(
      List<AnnotatedMask> now, @Nullable SlicePrediction[] fresh) {
    if (predictions.isEmpty() || now.isEmpty()) {
      return fresh;
    }
    @Nullable SlicePrediction[] kept = fresh.clone();
    for (int i = 0; i <= now.size(); i++) {
      AnnotatedMask low = i == 0 ? null : now.get(i - 1);
      AnnotatedMask high = i == now.size() ? null : now.get(i);
      revise(low, high, kept);
    }
    return kept;
  }

  private void revise(
      @Nullable AnnotatedMask low,
      @Nullable AnnotatedMask high,
      @Nullable SlicePrediction[] masks) {
    int from = low == null ? 0 : low.slice() + 1;
    int to = high == null ? masks.length : high.slice();
    if (annotatedMasks.stream().anyMatch(old -> old.slice() >= from && old.slice() < to)) {
      // What followed from an annotation that was taken back is no evidence.
      return;
    }
    boolean same =
        (low == null || annotatedMasks.contains(low))
            && (high == null || annotatedMasks.contains(high));
    if (low != null && high != null) {
      if (same) {
        for (int slice = from; slice < to; slice++) {
          masks[slice] = predictions.get(slice);
        }
      }
      return;
    }
    AnnotatedMask last = low == null ? Objects.requireNonNull(high) : low;
    if (!reached(last)) {
      return;
    }
    int end = end(last.slice(), from, to);
    for (int slice = from; slice < to; slice++) {
      SlicePrediction before = predictions.get(slice);
      boolean beyond = low == null ? slice < end - GROWTH : slice > end + GROWTH;
      if ((same || beyond) && area(masks[slice]) > area(before)) {
        masks[slice] = before;
      }
    }
  }

  /** Returns the outermost slice on which the object was, the annotated one at least. */
  private int end(int annotated, int from, int to) {
    int end = annotated;
    for (int slice = from; slice < to; slice++) {
      if (area(predictions.get(slice)) > 0) {
        end = Math.abs(slice - annotated) > Math.abs(end - annotated) ? slice : end;
      }
    }
    return end;
  }

  private static int area(@Nullable SlicePrediction mask) {
    return mask == null ? 0 : mask.patch().area();
  }

  /** Returns whether the object was on an annotated slice before, by a mask or by an annotation. */
  private boolean reached(AnnotatedMask annotated) {
    return annotatedMasks.stream()
            .anyMatch(old -> old.slice() == annotated.slice() && old.patch().area() > 0)
        || area(predictions.get(annotated.slice())) > 0;
  }
}
