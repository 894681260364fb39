package org.mem3d.core.propagation.plan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of an object's last propagation, chain by chain and interval by interval: the
 * next propagation computes only those anew whose memories have changed. Immutable.
 *
 * @param chains the predictions of chains
 * @param intervals the predictions of intervals
 * @param refinements chains of later rounds, oldest first, that only improved earlier predictions
 *     near an annotated slice
 * @param masks what came of it, to be revised by the next propagation
 */
public record PropagationCache(
    List<ChainRecord> chains,
    List<IntervalRecord> intervals,
    List<ChainRecord> refinements,
    Revision masks) {
  /** The cache before the first propagation. */
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

  /** Makes a cache with the chains of later rounds. */
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
