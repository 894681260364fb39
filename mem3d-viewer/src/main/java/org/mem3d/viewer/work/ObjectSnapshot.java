package org.mem3d.viewer.work;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mem3d.ExpectedDice;
import org.mem3d.Interaction;
import org.mem3d.SegmentationObject;
import org.mem3d.SliceQuality;

/**
 * What a session says of an object at one moment. Immutable.
 *
 * @param object name, colour, axis, whether it is locked
 * @param marks from which its annotated slices follow
 * @param quality of its slices along its axis; empty before its first mark
 * @param expected how good its mask is expected to be; null before it has been carried
 */
public record ObjectSnapshot(
    SegmentationObject object,
    List<Interaction> marks,
    List<SliceQuality> quality,
    @Nullable ExpectedDice expected) {
  /** Copies the lists. */
  public ObjectSnapshot {
    Objects.requireNonNull(object, "the object is null");
    marks = List.copyOf(marks);
    quality = List.copyOf(quality);
  }

  /** Returns its label. */
  public int label() {
    return object.label();
  }

  /** Returns whether a slice is annotated. */
  public boolean isAnnotated(int slice) {
    return slice >= 0
        && slice < quality.size()
        && quality.get(slice).origin() == SliceQuality.Origin.ANNOTATED;
  }

  /** Returns whether the object has a slice that was carried to it. */
  public boolean isCarried() {
    return quality.stream().anyMatch(s -> s.origin() == SliceQuality.Origin.PROPAGATED);
  }
}
