package org.mem3d.io.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mem3d.VolumeException;

/** Unpacks frames whose bytes are stored plane by plane as run lengths. Stateless. */
final class RunLengths {
  private static final int HEADER = 64;

  private RunLengths() {}

  /**
   * Unpacks a frame.
   *
   * @param packed what the file has of it
   * @param frame filled with the pixels, each with its lowest byte first
   * @throws VolumeException if it has fewer or other planes, without the file's name
   */
  static void unpack(byte[] packed, byte[] frame, int bytesOfPixel) {
    ByteBuffer header = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    long planes = packed.length < HEADER ? 0 : header.getInt(0) & 0xffffffffL;
    if (planes != bytesOfPixel) {
      throw new VolumeException(
          "has a frame of "
              + planes
              + " planes of run lengths, where pixels of "
              + 8 * bytesOfPixel
              + " bits have "
              + bytesOfPixel
              + ": it is damaged");
    }
    for (int plane = 0; plane < planes; plane++) {
      long from = header.getInt(4 + 4 * plane) & 0xffffffffL;
      long to = plane + 1 < planes ? header.getInt(8 + 4 * plane) & 0xffffffffL : packed.length;
      if (from < HEADER || to < from || to > packed.length) {
        throw new VolumeException("has run lengths outside its frame: it is damaged");
      }
      // The highest byte comes first.
      plane(packed, (int) from, (int) to, frame, bytesOfPixel - 1 - plane, bytesOfPixel);
    }
  }

  private static void plane(byte[] packed, int from, int end, byte[] frame, int first, int step) {
    int at = from;
    int to = first;
    while (to < frame.length && at < end) {
      int code = packed[at++];
      if (code == -128) {
        continue;
      }
      int count = code >= 0 ? code + 1 : 1 - code;
      if (code >= 0) {
        for (int i = 0; i < count && to < frame.length && at < end; i++, to += step) {
          frame[to] = packed[at++];
        }
      } else if (at < end) {
        byte value = packed[at++];
        for (int i = 0; i < count && to < frame.length; i++, to += step) {
          frame[to] = value;
        }
      }
    }
    if (to < frame.length) {
      throw new VolumeException("has run lengths that end inside a frame: it is truncated");
    }
  }
}
