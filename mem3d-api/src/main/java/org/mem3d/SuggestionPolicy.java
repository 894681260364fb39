package org.mem3d;

/** The rule by which slices are suggested. */
public enum SuggestionPolicy {
  /**
   * Largest expected error: {@code (1.05 - predicted Dice) x area x distance to the nearest
   * annotated slice}.
   */
  RECOMMENDED,
  /** Lowest predicted Dice, as in the paper (Zhou et al. 2021). */
  LOWEST_QUALITY
}
