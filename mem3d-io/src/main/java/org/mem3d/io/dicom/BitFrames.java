package org.mem3d.io.dicom;

import java.io.ByteArrayOutputStream;
import org.mem3d.Axis;
import org.mem3d.Mask;
import org.mem3d.SliceMask;

/** Frames of one bit a pixel, one behind the other, the first pixel in the lowest bit. */
final class BitFrames {
  private final Mask mask;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int current;
  private int bits;

  BitFrames(Mask mask) {
    this.mask = mask;
  }

  /**
   * Adds the pixels of an object on a slice, if it has any.
   *
   * @param always whether to add them if there are none
   * @return whether they were added
   */
  boolean add(int label, int z, boolean always) {
    SliceMask slice = mask.slice(label, Axis.Z, z);
    if (slice.isEmpty() && !always) {
      return false;
    }
    for (int v = 0; v < slice.height(); v++) {
      for (int u = 0; u < slice.width(); u++) {
        current |= (slice.contains(u, v) ? 1 : 0) << bits;
        if (++bits == 8) {
          bytes.write(current);
          current = 0;
          bits = 0;
        }
      }
    }
    return true;
  }

  /** Returns all frames; nothing can be added afterwards. */
  byte[] toBytes() {
    if (bits > 0) {
      bytes.write(current);
    }
    return bytes.toByteArray();
  }
}
