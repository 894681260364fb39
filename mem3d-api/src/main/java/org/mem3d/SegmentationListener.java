package org.mem3d;

/**
 * Hears how a propagation goes, and what steps change. Called on the thread that takes the step, so
 * it should return soon; an exception that it throws ends the step and leaves the session as it
 * was. It may ask the session, and cancel, but take no step.
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
   * A step was taken, undone or repeated: {@link SessionStep#changes} are the places to paint anew.
   */
  default void changed(SessionStep step) {}

  /** A propagation has ended; comes after {@link #changed}. */
  default void propagated(PropagationReport report) {}
}
