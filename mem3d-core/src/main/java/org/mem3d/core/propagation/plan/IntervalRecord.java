package org.mem3d.core.propagation.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The predictions for the slices of an interval, and everything that they depend on. Immutable.
 *
 * @param request what they depend on
 * @param predictions by slice
 */
public record IntervalRecord(Request request, SortedMap<Integer, SlicePrediction> predictions) {
  /** Copies the map. */
  public IntervalRecord {
    predictions = Collections.unmodifiableSortedMap(new TreeMap<>(predictions));
  }

  /**
   * Everything on which the masks in an interval depend. Immutable.
   *
   * @param low the annotated slice below, null at the volume's end
   * @param high the annotated slice above, null at the volume's end
   * @param from the first slice of the interval
   * @param to the first slice beyond it
   * @param memories the annotated slices that are read
   */
  public record Request(
      @Nullable AnnotatedMask low,
      @Nullable AnnotatedMask high,
      int from,
      int to,
      List<AnnotatedMask> memories) {
    /** Copies the list. */
    public Request {
      memories = List.copyOf(memories);
    }

    /** Returns the annotated slices that are read, and those at the ends. */
    public List<AnnotatedMask> known() {
      List<AnnotatedMask> known = new ArrayList<>(memories);
      if (low != null) {
        known.add(low);
      }
      if (high != null) {
        known.add(high);
      }
      return known;
    }

    /** Returns whether the object is known to be at both ends. */
    public boolean closed() {
      return AnnotatedMask.present(low) && AnnotatedMask.present(high);
    }

    /** Returns whether the object comes from below, if the interval is not closed. */
    public boolean upwards() {
      return AnnotatedMask.present(low);
    }

    /** Returns the annotated end with the larger mask. */
    public AnnotatedMask reference() {
      if (low == null || high == null) {
        AnnotatedMask only = low == null ? high : low;
        if (only == null) {
          throw new IllegalStateException(
              "the interval of slices " + from + " to " + (to - 1) + " has no annotated end");
        }
        return only;
      }
      return high.patch().area() > low.patch().area() ? high : low;
    }
  }
}
