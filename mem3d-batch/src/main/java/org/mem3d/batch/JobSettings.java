package org.mem3d.batch;

import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationPlan;
import org.mem3d.PropagationSettings;

/**
 * How a job wants slices carried, where it wants other than its cohort. Immutable.
 *
 * @param plan the order of the slices; null for the cohort's, as all others
 * @param topK how many memory positions are read
 * @param slots how many slices the memory holds
 * @param window side of the window, in longer sides of the object's box
 * @param refine whether masks are brought to the edges of the image
 */
public record JobSettings(
    @Nullable PropagationPlan plan,
    @Nullable Integer topK,
    @Nullable Integer slots,
    @Nullable Double window,
    @Nullable Boolean refine) {
  /** Nothing other than the cohort's. */
  public static final JobSettings COHORT = new JobSettings(null, null, null, null, null);

  /**
   * Returns settings with what this job wants.
   *
   * @throws org.mem3d.Mem3dException if a value is out of its range
   */
  public PropagationSettings on(PropagationSettings cohort) {
    PropagationSettings settings = cohort;
    settings = plan == null ? settings : settings.withPlan(plan);
    settings = topK == null ? settings : settings.withTopK(topK);
    settings = slots == null ? settings : settings.withMemorySlots(slots);
    settings = window == null ? settings : settings.withWindowFactor(window);
    return refine == null ? settings : settings.withRefine(refine);
  }
}
