package org.mem3d.io;

import org.mem3d.SegmentationObject;

/** A colour for each label 0 to 255, 0xRRGGBB: the defaults of objects. */
public final class LabelColors {
  private LabelColors() {}

  /** Returns a label's colour, as {@link SegmentationObject#defaultRgb} tells it. */
  public static int rgb(int label) {
    return SegmentationObject.defaultRgb(label);
  }
}
