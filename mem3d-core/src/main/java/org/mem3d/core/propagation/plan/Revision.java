package org.mem3d.core.propagation.plan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.region.SlicePatch;

/**
 * What a propagation may change of the masks of the last one.
 *
 * <ul>
 *   <li>Between two annotated slices that are what they were, nothing: the new evidence lies
 *       elsewhere.
 *   <li>Beyond the last annotated slice, if that one is what it was, masks may shrink, not grow.
 *   <li>Beyond the last annotated slice, if that one is new, the object grows by no more than
 *       {@value #GROWTH} slices past the end that it had, unless it was annotated there.
 *   <li>Next to a slice that the user has changed little, little: what lies near the changed
 *       voxels; elsewhere old and new probabilities are averaged ({@link SliceChange}). With a
 *       changed slice at both ends the larger share of new ones counts.
 * </ul>
 *
 * <p>What chains from a new slice find far beyond the object's old end is nearly always a leak;
 * what they change of stretches without new evidence makes masks worse more often than better, and
 * so does what they change after the user found hardly anything to correct. Found on the objects of
 * the evaluation ({@code docs/sessions.md}). Immutable.
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
    List<SliceChange> changes = now.stream().map(this::change).toList();
    @Nullable SlicePrediction[] kept = fresh.clone();
    for (int i = 0; i <= now.size(); i++) {
      AnnotatedMask low = i == 0 ? null : now.get(i - 1);
      AnnotatedMask high = i == now.size() ? null : now.get(i);
      SliceChange below = low == null ? SliceChange.NONE : changes.get(i - 1);
      SliceChange above = high == null ? SliceChange.NONE : changes.get(i);
      revise(low, high, below, above, kept);
    }
    return kept;
  }

  private void revise(
      @Nullable AnnotatedMask low,
      @Nullable AnnotatedMask high,
      SliceChange below,
      SliceChange above,
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
      for (int slice = from; same && slice < to; slice++) {
        masks[slice] = predictions.get(slice);
      }
    } else {
      limitGrowth(low, high, same, from, to, masks);
    }
    if (!same) {
      weaken(below, above, from, to, masks);
    }
  }

  /** Beyond the last annotated slice. */
  private void limitGrowth(
      @Nullable AnnotatedMask low,
      @Nullable AnnotatedMask high,
      boolean same,
      int from,
      int to,
      @Nullable SlicePrediction[] masks) {
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

  /** Gives the old masks the part that the changes of the annotated slices leave them. */
  private void weaken(
      SliceChange below, SliceChange above, int from, int to, @Nullable SlicePrediction[] masks) {
    float share = Math.max(below.share(), above.share());
    for (int slice = from; share < 1 && slice < to; slice++) {
      SlicePrediction prediction = masks[slice];
      if (prediction == null || predictions.get(slice) == null) {
        continue;
      }
      SlicePatch before = patch(predictions.get(slice));
      SlicePatch after = prediction.patch();
      SlicePatch patch =
          SlicePatch.blend(after, share, before, 1 - share)
              .exchanged(
                  (u, v) -> {
                    boolean inside = after.contains(u, v);
                    return inside != before.contains(u, v)
                        && (below.near(u, v, inside) || above.near(u, v, inside));
                  },
                  after);
      masks[slice] = new SlicePrediction(patch, prediction.predictedDice());
    }
  }

  /** Returns what the user changed on an annotated slice. */
  private SliceChange change(AnnotatedMask now) {
    if (annotatedMasks.contains(now)) {
      return SliceChange.NONE;
    }
    SlicePatch before =
        annotatedMasks.stream()
            .filter(old -> old.slice() == now.slice())
            .findFirst()
            .map(AnnotatedMask::patch)
            .orElseGet(() -> patch(predictions.get(now.slice())));
    return SliceChange.of(before, now.patch());
  }

  private static SlicePatch patch(@Nullable SlicePrediction prediction) {
    return prediction == null ? SlicePatch.EMPTY : prediction.patch();
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
