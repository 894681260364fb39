package org.mem3d.core.propagation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/**
 * One propagation: objects are added, propagated together, and their predictions read. One thread,
 * one use.
 */
public interface Propagation {
  /** Called for slices as they are done; may stop the work by throwing. */
  @FunctionalInterface
  interface Progress {
    /** A slice of one of the objects is done. */
    void sliceDone(int object, int slice);

    /** The network's prediction for a slice of one of the objects, just before it is done. */
    default void predicted(int object, int slice, SlicePatch patch) {}

    /**
     * The network has segmented a slice.
     *
     * @param visits how many slices it has segmented or need not segment any more
     * @param most how many it might have to segment; the same at every call
     */
    default void visited(int visits, int most) {}
  }

  /**
   * Adds an object.
   *
   * @param object its label
   * @param annotatedMasks its annotated slices, by rising index
   * @param reader of the volume along the object's axis
   * @param range the slices to be predicted
   * @param before the cache of the last propagation of the object with this reader, these settings
   *     and these weights; what it holds is not computed again
   */
  void add(
      int object,
      List<AnnotatedMask> annotatedMasks,
      SliceReader reader,
      SliceRange range,
      PropagationCache before);

  /** Adds an object of which all slices are wanted. */
  default void add(
      int object, List<AnnotatedMask> annotatedMasks, SliceReader reader, PropagationCache before) {
    add(object, annotatedMasks, reader, SliceRange.ALL, before);
  }

  /** Returns the largest number of slices that the network may have to segment. */
  int mostSlices();

  /** Returns the largest number of times that the network may run on a slice, for all slices. */
  int mostVisits();

  /** Returns how many slices the network has segmented. */
  int slicesComputed();

  /** Carries all objects. Whatever ends it, what was borrowed is given back. */
  void run(Propagation.Progress progress);

  /**
   * Returns an object's predictions, one for each slice that was wanted and reached and that is not
   * annotated; null elsewhere.
   *
   * @param check called between pieces of this work, by any thread; ends the work by throwing
   */
  @Nullable SlicePrediction[] predictions(int object, Runnable check);

  /** Returns an object's predictions, as {@link #predictions(int, Runnable)} unless it is ended. */
  default @Nullable SlicePrediction[] predictions(int object) {
    return predictions(object, () -> {});
  }

  /** Returns all that was said of an object, for the next propagation. */
  PropagationCache cache(int object);
}
