package org.mem3d;

/** The rule by which slices are suggested. */
public enum SuggestionPolicy {
  /**
   * Largest expected gain: each slice's error is guessed to be {@code (1.05 - predicted Dice) x
   * area}, and to shrink in proportion as the nearest annotated slice comes nearer; what a slice
   * would mend is summed over all slices that it would be nearest to. The score is in voxels.
   */
  RECOMMENDED,
  /** Lowest predicted Dice, as in the paper (Zhou et al. 2021). */
  LOWEST_QUALITY
}
