package org.mem3d.core.propagation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.PropagationCache;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;
import org.mem3d.core.region.SliceReader;

/** One propagation: objects are added, carried together, and asked for. One thread, one use. */
public interface Propagation {
  /** Hears of slices as they are done, and may stop the work by throwing. */
  @FunctionalInterface
  interface Progress {
    /** A slice of one of the objects is done. */
    void sliceDone(int object, int slice);

    /** What the network says of a slice of one of the objects, just before it is done. */
    default void predicted(int object, int slice, SlicePatch patch) {}

    /**
     * The network has looked at a slice.
     *
     * @param visits how many it has done or needs not do any more
     * @param most how many it might have to do, never more or less
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
   * @param before what the last propagation of the object with this reader, these settings and
   *     these weights said; what it tells is not asked again
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

  /** Returns the largest number of slices that the network may have to look at. */
  int mostSlices();

  /** Returns how often the network may have to look at a slice, one slice several times. */
  int mostVisits();

  /** Returns how many slices the network has looked at. */
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
