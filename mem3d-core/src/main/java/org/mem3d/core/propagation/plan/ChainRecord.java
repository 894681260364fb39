package org.mem3d.core.propagation.plan;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The predictions of a chain with everything that they depend on, so that they need not be computed
 * again while its memories are the same. Immutable.
 *
 * @param start the annotated slice where it starts
 * @param annotated the annotated slices in its memory, nearest first
 * @param order the slices that it was to visit
 * @param stopped whether it ended before it had visited them all
 * @param predictions by slice
 */
public record ChainRecord(
    AnnotatedMask start,
    List<AnnotatedMask> annotated,
    List<Integer> order,
    boolean stopped,
    SortedMap<Integer, SlicePrediction> predictions) {
  /** Copies the lists. */
  public ChainRecord {
    annotated = List.copyOf(annotated);
    order = List.copyOf(order);
    predictions = Collections.unmodifiableSortedMap(new TreeMap<>(predictions));
  }

  /**
   * Returns the record of a chain with these memories, or null if it cannot be derived from this
   * one. A prediction depends on the earlier ones alone, so a shorter chain is a prefix of this.
   */
  @Nullable ChainRecord answer(
      AnnotatedMask otherStart, List<AnnotatedMask> otherAnnotated, int[] otherOrder) {
    if (!start.equals(otherStart) || !annotated.equals(otherAnnotated)) {
      return null;
    }
    List<Integer> wanted = Arrays.stream(otherOrder).boxed().toList();
    if (wanted.size() <= order.size() && order.subList(0, wanted.size()).equals(wanted)) {
      TreeMap<Integer, SlicePrediction> kept = new TreeMap<>(predictions);
      kept.keySet().retainAll(wanted);
      boolean all = kept.size() == wanted.size();
      return new ChainRecord(start, annotated, wanted, stopped && !all, kept);
    }
    boolean goesOn = wanted.size() > order.size() && wanted.subList(0, order.size()).equals(order);
    return goesOn && stopped ? new ChainRecord(start, annotated, wanted, true, predictions) : null;
  }
}
