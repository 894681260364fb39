package org.mem3d;

import java.nio.file.Path;

/**
 * Hears how a propagation goes, and what steps change. Called on the thread that takes the step, so
 * it should return soon; an exception that it throws ends the step and leaves the session as it
 * was. It may ask the session, and cancel, but take no step. Of saving it hears on another thread.
 */
public interface SegmentationListener {
  /**
   * A slice is done.
   *
   * @param object the object's label
   * @param axis the direction along which the object is carried
   * @param slice index of the slice
   * @param done how many slices of this propagation are done
   * @param total how many it can be at most
   */
  default void sliceDone(int object, Axis axis, int slice, int done, int total) {}

  /**
   * A slice is done, and this is its mask so far: of the object alone, before what was carried
   * there from other slices is joined with it and before the refinement.
   *
   * @param object the object's label
   * @param axis the direction along which the object is carried
   * @param slice index of the slice
   */
  default void slicePredicted(int object, Axis axis, int slice, SliceMask mask) {}

  /**
   * A propagation goes on. Called as it begins, now and then until it ends, and with 1 at its end.
   *
   * @param fraction how much of all the work is done, 0 to 1, never less than before
   * @param secondsLeft about how long the rest takes; NaN as long as that cannot be said
   */
  default void progress(double fraction, double secondsLeft) {}

  /**
   * A step was taken, undone or repeated: {@link SessionStep#changes} are the places to paint anew.
   */
  default void changed(SessionStep step) {}

  /** A propagation has ended; comes after {@link #changed}. */
  default void propagated(PropagationReport report) {}

  /**
   * {@link SegmentationSession#autosave} has written its file. Called on its thread, or on the one
   * that closes the session; what this throws is logged and nothing more.
   */
  default void saved(Path file) {}

  /**
   * {@link SegmentationSession#autosave} could not write its file, which is as it was; it is tried
   * again. Called as {@link #saved}.
   *
   * @param error names the file, why, and what to do
   */
  default void saveFailed(Path file, Mem3dException error) {}
}
