package org.mem3d.core.propagation.plan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.concurrent.WorkerPool;
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
 *   <li>Where the object was already at the annotated slices of a stretch, voxels are added only
 *       near some that the user added, and beyond the last annotated slice probabilities rise half
 *       the way.
 * </ul>
 *
 * <p>What chains from a new slice find far beyond the object's old end is nearly always a leak;
 * what they change of stretches without new evidence makes masks worse more often than better, and
 * so does what they change after the user found hardly anything to correct. What they remove is
 * nearly always wrong, what they add less often. Found on the objects of the evaluation ({@code
 * docs/sessions.md}). Immutable.
 *
 * @param annotatedMasks from which the masks were carried, by rising index
 * @param predictions the masks, by slice; empty before the first propagation
 */
public record Revision(
    List<AnnotatedMask> annotatedMasks, List<@Nullable SlicePrediction> predictions) {
  /** By how many slices an end may move outwards. */
  private static final int GROWTH = 3;

  /** By what part of the way probabilities rise beyond the last annotated slice. */
  private static final float RISE = 0.6f;

  /** There was no propagation. */
  public static final Revision NOTHING = new Revision(List.of(), List.of());

  /**
   * Returns the masks that follow on these.
   *
   * @param now the annotated masks now, by rising index
   * @param fresh what was carried from them, by slice
   * @param workers share the work
   */
  public @Nullable SlicePrediction[] by(
      List<AnnotatedMask> now, @Nullable SlicePrediction[] fresh, WorkerPool workers) {
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
      revise(low, high, new Evidence(below, above), kept, workers);
    }
    return kept;
  }

  /** What was changed on the annotated slices at both ends of a stretch. */
  private record Evidence(SliceChange below, SliceChange above) {
    float share() {
      return Math.max(below.share(), above.share());
    }

    boolean isNear(int u, int v, boolean added) {
      return below.isNear(u, v, added) || above.isNear(u, v, added);
    }

    boolean allowsAddition(int u, int v) {
      return below.allowsAddition(u, v) || above.allowsAddition(u, v);
    }
  }

  private void revise(
      @Nullable AnnotatedMask low,
      @Nullable AnnotatedMask high,
      Evidence evidence,
      @Nullable SlicePrediction[] masks,
      WorkerPool workers) {
    int from = low == null ? 0 : low.slice() + 1;
    int to = high == null ? masks.length : high.slice();
    if (annotatedMasks.stream().anyMatch(old -> old.slice() >= from && old.slice() < to)) {
      // What followed from an annotation that was taken back is no evidence.
      return;
    }
    boolean same =
        (low == null || annotatedMasks.contains(low))
            && (high == null || annotatedMasks.contains(high));
    boolean between = low != null && high != null;
    if (!between) {
      limitGrowth(low, high, same, from, to, masks);
    }
    boolean reached = (low == null || reached(low)) && (high == null || reached(high));
    workers.run(
        Math.max(0, to - from),
        i -> {
          SlicePrediction before = predictions.get(from + i);
          SlicePrediction after = masks[from + i];
          if (same && between) {
            masks[from + i] = before;
          } else if (!same && before != null && after != null) {
            SlicePatch patch = averaged(before.patch(), after.patch(), evidence);
            if (reached) {
              patch = withFewerAdditions(before.patch(), patch, evidence);
            }
            if (reached && !between) {
              patch = risen(before.patch(), patch);
            }
            masks[from + i] = new SlicePrediction(patch, after.predictedDice());
          }
        });
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

  /** Gives the old mask the part that the changes of the annotated slices leave it. */
  private static SlicePatch averaged(SlicePatch before, SlicePatch after, Evidence evidence) {
    float share = evidence.share();
    if (share == 1) {
      return after;
    }
    return SlicePatch.blend(after, share, before, 1 - share)
        .exchanged(
            (u, v) -> {
              boolean inside = after.contains(u, v);
              return inside != before.contains(u, v) && evidence.isNear(u, v, inside);
            },
            after);
  }

  /** Leaves out what is added where the user has added nothing. */
  private static SlicePatch withFewerAdditions(
      SlicePatch before, SlicePatch after, Evidence evidence) {
    return after.exchanged(
        (u, v) -> after.contains(u, v) && !before.contains(u, v) && !evidence.allowsAddition(u, v),
        before);
  }

  /** Lets probabilities rise by a part of the way; they fall all of it. */
  private static SlicePatch risen(SlicePatch before, SlicePatch after) {
    return SlicePatch.blend(after, RISE, before, 1 - RISE)
        .exchanged((u, v) -> after.levelAt(u, v) < before.levelAt(u, v), after);
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
