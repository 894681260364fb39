package org.mem3d.viewer.slice;

import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.io.IntensityWindow;

/** What is to be drawn. Immutable. */
record SliceRequest(
    Volume volume, Axis axis, int index, IntensityWindow window, ShownMask mask, MaskStyle style) {
  boolean hasSameIntensities(SliceRequest other) {
    return volume == other.volume && axis == other.axis && index == other.index;
  }
}
