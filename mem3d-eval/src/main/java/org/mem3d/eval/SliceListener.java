package org.mem3d.eval;

import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;

/** Hears of each slice of a {@link SliceResult}; called on the thread that plays. */
@FunctionalInterface
public interface SliceListener {
  /**
   * A slice was marked and corrected.
   *
   * @param run what was measured
   * @param marks for each answer, the marks that led to it, those of the answers before left out
   * @param masks for each answer the slice's mask
   */
  void played(SliceResult run, List<List<Interaction>> marks, List<SliceMask> masks);
}
