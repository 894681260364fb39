package org.mem3d.published.propagation;

import java.util.List;
import org.mem3d.Profile;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.SliceOrder;

/**
 * How a published network carries objects, by its profile. Immutable.
 *
 * @param profile what is followed, the code or the paper
 * @param settings the number of slots, how often slices are stored, when a chain ends
 */
record PublishedRules(Profile profile, PropagationSettings settings) {
  /** The published code clears masks of fewer voxels. */
  static final int SMALLEST_MASK = 10;

  /** How far from a newly annotated slice the published code goes in later rounds. */
  private static final int REFINED_SLICES = 5;

  /**
   * Returns whether later rounds only refine: go a few slices from each newly annotated slice, and
   * overwrite masks that are not empty. Else they carry from all annotated slices anew.
   */
  boolean refines() {
    return profile == Profile.OFFICIAL_CODE;
  }

  /**
   * Returns the slices that a refinement visits, in order.
   *
   * @param before the next annotated slice below, or -1
   * @param after the next one above, or the number of slices
   */
  static int[] refined(int start, int before, int after) {
    int below = Math.max(before, start - REFINED_SLICES - 1);
    int above = Math.min(after, start + REFINED_SLICES + 1);
    return SliceOrder.zigzag(start, below, above);
  }

  /** Returns the order of slices: alternating in the code, two ways in the paper. */
  PropagationPlan plan() {
    return profile == Profile.OFFICIAL_CODE ? PropagationPlan.ZIGZAG : PropagationPlan.CHAIN;
  }

  /**
   * Returns the annotated slices that a chain remembers, nearest first: in the code the one from
   * which it goes, every round anew; in the paper those of all rounds, as far as there are slots.
   */
  List<AnnotatedMask> memories(List<AnnotatedMask> annotatedMasks, AnnotatedMask start) {
    int most = profile == Profile.OFFICIAL_CODE ? 1 : Math.max(1, settings.memorySlots() - 1);
    return AnnotatedMask.nearest(annotatedMasks, start.slice(), most);
  }
}
