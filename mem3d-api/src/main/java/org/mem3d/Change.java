package org.mem3d;

import java.util.List;
import java.util.Objects;

/**
 * Where an object won or lost voxels of {@link SegmentationSession#mask()}: what a window has to
 * paint anew. The same for a step and for its undoing. Immutable.
 *
 * @param object the object's label
 * @param axis the direction along which the object is carried
 * @param slices the slices along that axis, rising, at least one
 * @param box the smallest box around the voxels
 */
public record Change(int object, Axis axis, List<Integer> slices, Box box) {
  /** Copies the list. */
  public Change {
    Objects.requireNonNull(axis, "the axis is null");
    Objects.requireNonNull(box, "the box is null");
    slices = List.copyOf(slices);
  }
}
