package org.mem3d.core.propagation;

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
   * Returns the slice, if any, below which nothing is wanted of what comes from another one.
   *
   * @param start from where a mask is carried
   * @param below the slice below which nothing of it counts
   */
  public int below(int start, int below) {
    return Math.min(start - 1, Math.max(below, first - 1));
  }

  /** Returns the slice from which on nothing is wanted, else as {@link #below}. */
  public int above(int start, int above) {
    return Math.max(start + 1, last == Integer.MAX_VALUE ? above : Math.min(above, last + 1));
  }
}
