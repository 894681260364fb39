package org.mem3d.eval;

import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;

/** Hears of each round of a {@link Protocol}; called on the thread that plays. */
@FunctionalInterface
public interface RoundListener {
  /**
   * A slice was annotated and everything propagated.
   *
   * @param round what was measured
   * @param marks all marks of the session so far
   * @param masks the object's masks now, one for each slice
   */
  void played(ObjectResult.Round round, List<Interaction> marks, List<SliceMask> masks);
}
