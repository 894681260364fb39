package org.mem3d.batch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told how a cohort comes along; by one thread at a time. */
@FunctionalInterface
public interface CohortListener {
  /**
   * How far a cohort is. Immutable.
   *
   * @param finished how many jobs have ended in any way
   * @param kept how many of them were done before
   * @param failed how many of them failed
   * @param total how many there are
   * @param left how long the others will take, as far as can be told; null before a job was
   *     computed
   */
  record Progress(int finished, int kept, int failed, int total, @Nullable Duration left) {}

  /** Tells that a job has ended. */
  void finished(JobOutcome outcome, Progress progress);
}
