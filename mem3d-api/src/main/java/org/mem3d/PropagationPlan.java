package org.mem3d;

/**
 * The order in which slices are segmented, and so which slices each can read from its memory. What
 * each plan gives and costs is measured in {@code docs/evaluation.md}; {@link #ENSEMBLE} is the
 * default.
 */
public enum PropagationPlan {
  /**
   * From each annotated slice outwards, slice by slice in both directions, to the next annotated
   * one or the end; chains that do not wait for each other run as one batch; between two annotated
   * slices their answers are blended.
   */
  CHAIN,
  /**
   * Midpoints first: each slice reads the annotated slices and the solved slices at both ends of
   * its interval, in a logarithmic number of dependent steps.
   */
  BISECTION,
  /**
   * The order of the published implementation: one memory for both directions of an annotated
   * slice, whose slices come alternately from below and from above. For a quick first round.
   */
  ZIGZAG,
  /**
   * As {@link #CHAIN}; but as long as one slice alone is annotated, a {@link #ZIGZAG} goes from it
   * beside the two chains, and the mean of both counts: where one runs on into a neighbour, the
   * other seldom does.
   */
  ENSEMBLE
}
