package org.mem3d;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object of a session, as it is at one moment. Immutable.
 *
 * @param label its label in masks, 1 to 255; it never changes
 * @param name for people
 * @param rgb its colour in pictures, 0xRRGGBB
 * @param inside the label of the object inside which it was stated to lie; 0 if none was
 * @param locked whether it keeps its voxels, see {@link SegmentationSession#lockObject}
 * @param limit the box outside of which it is not carried; {@link Box#EVERYWHERE} without one
 * @param axis the direction along which it is carried; null before its first mark
 */
public record SegmentationObject(
    int label, String name, int rgb, int inside, boolean locked, Box limit, @Nullable Axis axis) {
  /** Checks that there is a name and a limit. */
  public SegmentationObject {
    Objects.requireNonNull(name, "the object's name is null");
    Objects.requireNonNull(limit, "the object's limit is null");
  }

  /**
   * Returns the colour of an object for which none was chosen, 0xRRGGBB; black for 0, the
   * background. The first are far apart, for people who do not tell red from green too. Labels
   * above 255 begin again at 1.
   */
  public static int defaultRgb(int label) {
    return LabelPalette.rgb(label);
  }
}
