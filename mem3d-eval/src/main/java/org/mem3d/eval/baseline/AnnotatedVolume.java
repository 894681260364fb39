package org.mem3d.eval.baseline;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.mem3d.Axis;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * A volume and what is known of an object on some of its slices. Immutable.
 *
 * @param axis the direction along which slices count
 * @param slices what is known, by the slice's index; at least one
 */
public record AnnotatedVolume(Volume image, Axis axis, NavigableMap<Integer, Seeds> slices) {
  /** Copies the map and checks that it is not empty and fits the volume. */
  public AnnotatedVolume {
    slices = Collections.unmodifiableNavigableMap(new TreeMap<>(slices));
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("no slice is annotated");
    }
    for (Map.Entry<Integer, Seeds> slice : slices.entrySet()) {
      SliceMask object = slice.getValue().object();
      if (slice.getKey() < 0
          || slice.getKey() >= image.size(axis)
          || object.width() != image.size(axis.u())
          || object.height() != image.size(axis.v())) {
        throw new IllegalArgumentException(
            "the seeds of slice " + slice.getKey() + ", a " + object + ", do not fit the volume");
      }
    }
  }

  /** Returns the mask of an annotated slice, all of which must be known. */
  SliceMask mask(int slice) {
    Seeds seeds = slices.get(slice);
    if (seeds == null || !seeds.isComplete()) {
      throw new IllegalArgumentException("of slice " + slice + " no whole mask is known");
    }
    return seeds.object();
  }

  /** Returns a mask without pixels. */
  SliceMask nothing() {
    return SliceMask.empty(image.size(axis.u()), image.size(axis.v()));
  }

  /** Returns distances between pixels along u and v and between slices, in millimetres. */
  double[] spacings() {
    return new double[] {
      image.geometry().spacing(axis.u()),
      image.geometry().spacing(axis.v()),
      image.geometry().spacing(axis)
    };
  }
}
