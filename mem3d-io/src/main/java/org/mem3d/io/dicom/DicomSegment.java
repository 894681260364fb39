package org.mem3d.io.dicom;

import java.util.Objects;
import org.mem3d.VolumeException;

/**
 * One object of a segmentation. Immutable.
 *
 * @param label its name
 * @param rgb the colour in which it is shown, 0xRRGGBB
 */
public record DicomSegment(String label, int rgb) {
  /** Checks that the colour is one. */
  public DicomSegment {
    Objects.requireNonNull(label, "the label is null");
    if (rgb < 0 || rgb > 0xffffff) {
      throw new VolumeException("a colour is 0 to 0xffffff, not " + rgb);
    }
  }
}
