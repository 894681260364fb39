package org.mem3d;

/**
 * Hears how a propagation goes. Called on the thread that propagates, so it should return soon; an
 * exception that it throws ends the propagation and leaves the session as it was.
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

  /** A propagation has ended. */
  default void propagated(PropagationReport report) {}
}
