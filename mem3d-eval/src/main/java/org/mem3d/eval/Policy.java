package org.mem3d.eval;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.SliceQuality;
import org.mem3d.Suggestion;
import org.mem3d.SuggestionPolicy;

/** The rule by which a simulated user chooses the next slice; never one that is annotated. */
public enum Policy {
  /** What the session recommends: the largest expected gain. */
  RECOMMENDED,
  /** The lowest predicted Dice. */
  LOWEST_QUALITY,
  /** The largest true error area, which only a simulation can know. */
  ORACLE,
  /** Any slice on which the object or its mask is. */
  RANDOM,
  /**
   * The middle of the longest stretch of slices without an annotated one, between the object's true
   * first and last slice; just beyond these counts as annotated. So after any number of rounds the
   * annotated slices are spread about evenly.
   */
  EVENLY_SPREAD;

  /**
   * Returns the next slice of an object, or none if there is none worth a look.
   *
   * @param masks the object's masks now, one for each slice
   */
  OptionalInt next(
      SegmentationSession session,
      int object,
      List<SliceMask> masks,
      Truth truth,
      SplittableRandom random) {
    return switch (this) {
      case RECOMMENDED -> first(session.suggest(object, 1, SuggestionPolicy.RECOMMENDED));
      case LOWEST_QUALITY -> first(session.suggest(object, 1, SuggestionPolicy.LOWEST_QUALITY));
      case ORACLE ->
          free(session, object)
              .filter(i -> Metrics.errorArea(masks.get(i), truth.slices().get(i)) > 0)
              .reduce(
                  (a, b) ->
                      Metrics.errorArea(masks.get(b), truth.slices().get(b))
                              > Metrics.errorArea(masks.get(a), truth.slices().get(a))
                          ? b
                          : a);
      case RANDOM -> {
        int[] slices =
            free(session, object)
                .filter(i -> !masks.get(i).isEmpty() || !truth.slices().get(i).isEmpty())
                .toArray();
        yield slices.length == 0
            ? OptionalInt.empty()
            : OptionalInt.of(slices[random.nextInt(slices.length)]);
      }
      case EVENLY_SPREAD -> {
        Set<Integer> free = free(session, object).boxed().collect(Collectors.toSet());
        yield middleOfLongest(truth, free::contains);
      }
    };
  }

  /** Returns the middle of the longest stretch of free slices on which the object may be. */
  private static OptionalInt middleOfLongest(Truth truth, IntPredicate free) {
    int longest = 0;
    int middle = 0;
    int length = 0;
    for (int slice = truth.firstSlice(); slice <= truth.lastSlice(); slice++) {
      length = free.test(slice) ? length + 1 : 0;
      if (length > longest) {
        longest = length;
        middle = slice - length / 2;
      }
    }
    return longest == 0 ? OptionalInt.empty() : OptionalInt.of(middle);
  }

  private static OptionalInt first(List<Suggestion> suggestions) {
    return suggestions.stream().mapToInt(Suggestion::slice).findFirst();
  }

  private static IntStream free(SegmentationSession session, int object) {
    return session.quality(object).stream()
        .filter(quality -> quality.origin() != SliceQuality.Origin.ANNOTATED)
        .mapToInt(SliceQuality::slice);
  }
}
