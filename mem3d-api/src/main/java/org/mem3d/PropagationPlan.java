package org.mem3d;

/**
 * The order in which slices are segmented, and so which slices each can read from its memory.
 * Anchors are the annotated slices.
 */
public enum PropagationPlan {
  /**
   * From each anchor outwards, slice by slice in both directions, to the next anchor or the end;
   * chains that do not wait for each other run as one batch; between two anchors their answers are
   * blended. Follows the object best.
   */
  CHAIN,
  /**
   * Every slice reads the anchors alone, so that many slices make one batch. For objects that
   * change little, or many anchors.
   */
  ANCHORS,
  /**
   * Midpoints first: each slice reads the anchors and the solved slices at both ends of its
   * interval, in a logarithmic number of dependent steps.
   */
  BISECTION,
  /**
   * The order of the published implementation: one memory for both directions of an anchor, whose
   * slices come alternately from below and from above.
   */
  ZIGZAG,
  /**
   * As {@link #CHAIN}; but as long as the object is on one anchor alone, a {@link #ZIGZAG} goes
   * from it beside the two chains, and the mean of both counts: where one runs on into a neighbour,
   * the other seldom does.
   */
  ENSEMBLE
}
