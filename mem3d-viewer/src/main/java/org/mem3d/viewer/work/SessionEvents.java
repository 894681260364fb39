package org.mem3d.viewer.work;

import org.mem3d.Axis;
import org.mem3d.PropagationReport;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;

/** Hears of a {@link SessionWorker}. All methods are called on the event thread. */
public interface SessionEvents {
  /** The engine is open; {@code description} has its backend and more, in lines for a person. */
  default void engineOpened(String description) {}

  /** The engine cannot be opened, and nothing can be segmented. */
  default void engineFailed(String reason) {}

  /** A mark was answered; the session's state follows. */
  default void answered(SliceAnswer answer) {}

  /** The session has another state, and no step is waiting. */
  default void changed(SessionSnapshot snapshot) {}

  /** A propagation has begun. */
  default void propagationBegan() {}

  /** A propagation goes on; the seconds are NaN as long as they are not known. */
  default void progressed(double fraction, double secondsLeft) {}

  /** A slice is done, its mask so far. */
  default void slicePredicted(int object, Axis axis, int slice, SliceMask mask) {}

  /**
   * A propagation has ended.
   *
   * @param report null if it was cancelled or failed
   */
  default void propagationEnded(@org.jspecify.annotations.Nullable PropagationReport report) {}

  /** A step was refused; the session is as it was before. */
  default void failed(String reason) {}

  /** Something was done that the user should know, such as which step was undone. */
  default void done(String what) {}
}
