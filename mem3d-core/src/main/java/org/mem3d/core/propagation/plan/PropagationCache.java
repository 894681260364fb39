package org.mem3d.core.propagation.plan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that was said when an object was carried, piece by piece: the next propagation asks only
 * those pieces anew whose memories have changed. Immutable.
 *
 * @param chains what chains said
 * @param intervals what was said of intervals
 * @param refinements chains of later rounds, oldest first, that only bettered what was there before
 *     near an annotated slice
 * @param masks what came of it, to be revised by the next propagation
 */
public record PropagationCache(
    List<ChainRecord> chains,
    List<IntervalRecord> intervals,
    List<ChainRecord> refinements,
    Revision masks) {
  /** Nothing was said. */
  public static final PropagationCache NOTHING = new PropagationCache(List.of(), List.of());

  /** Copies the lists. */
  public PropagationCache {
    chains = List.copyOf(chains);
    intervals = List.copyOf(intervals);
    refinements = List.copyOf(refinements);
  }

  /** Takes pieces without refinements. */
  public PropagationCache(List<ChainRecord> chains, List<IntervalRecord> intervals) {
    this(chains, intervals, List.of());
  }

  /** Takes pieces of rounds that bettered what was there. */
  public PropagationCache(
      List<ChainRecord> chains, List<IntervalRecord> intervals, List<ChainRecord> refinements) {
    this(chains, intervals, refinements, Revision.NOTHING);
  }

  public @Nullable ChainRecord chain(
      AnnotatedMask start, List<AnnotatedMask> annotated, int[] order) {
    return chains.stream()
        .map(chain -> chain.answer(start, annotated, order))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  public @Nullable IntervalRecord interval(IntervalRecord.Request request) {
    return intervals.stream()
        .filter(interval -> interval.request().equals(request))
        .findFirst()
        .orElse(null);
  }
}
