package org.mem3d.core.propagation;

import java.util.List;
import org.mem3d.core.propagation.plan.AnnotatedMask;

/**
 * The slices that an object is to be carried to. Immutable.
 *
 * @param first the first one
 * @param last the last one, included
 */
public record SliceRange(int first, int last) {
  /** All slices of any volume. */
  public static final SliceRange ALL = new SliceRange(0, Integer.MAX_VALUE);

  /** Returns whether a slice is one of them. */
  public boolean contains(int slice) {
    return slice >= first && slice <= last;
  }

  /**
   * Returns the slice at which a mask that is carried downwards from an annotated slice stops: the
   * next annotated one, or the last one before this range.
   *
   * @param annotated in the order of their slices
   * @param number of the annotated slice from which the mask is carried
   */
  public int below(List<AnnotatedMask> annotated, int number) {
    int start = annotated.get(number).slice();
    int next = number == 0 ? -1 : annotated.get(number - 1).slice();
    return Math.min(start - 1, Math.max(next, first - 1));
  }

  /**
   * Returns the slice at which a mask that is carried upwards stops, else as {@link #below}.
   *
   * @param slices of the volume
   */
  public int above(List<AnnotatedMask> annotated, int number, int slices) {
    int start = annotated.get(number).slice();
    int next = number == annotated.size() - 1 ? slices : annotated.get(number + 1).slice();
    return Math.max(start + 1, last == Integer.MAX_VALUE ? next : Math.min(next, last + 1));
  }
}
