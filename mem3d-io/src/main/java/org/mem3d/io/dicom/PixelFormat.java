package org.mem3d.io.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mem3d.VolumeException;

/**
 * How the pixels of a frame are stored. Its exceptions leave out the file's name.
 *
 * @param allocated bits of a pixel: 8, 16 or 32
 * @param stored how many of them are its value
 * @param highBit the highest of these
 * @param swapped whether single bytes are written in words of the other order
 */
record PixelFormat(
    int rows,
    int columns,
    int allocated,
    int stored,
    int highBit,
    boolean signed,
    ByteOrder order,
    boolean swapped) {
  private static final int MOST_PIXELS = 1 << 28;

  /**
   * Reads the elements that say it.
   *
   * @throws VolumeException if pixels are not single grey values, or of a size that is not read
   */
  static PixelFormat of(DataSet file) {
    Elements e = file.elements();
    int samples = e.unsigned(Tag.SAMPLES, 1);
    String photometric = e.text(Tag.PHOTOMETRIC);
    if (samples != 1 || !photometric.matches("MONOCHROME[12]|")) {
      String shown = photometric.matches("[A-Z0-9_ ]{1,16}") ? photometric : "unknown";
      throw new VolumeException(
          "has "
              + samples
              + (samples == 1 ? " value" : " values")
              + " at each pixel, of the photometric interpretation "
              + shown
              + ": grey values alone are read, MONOCHROME1 or MONOCHROME2");
    }
    int allocated = e.require(Tag.BITS_ALLOCATED);
    int stored = e.unsigned(Tag.BITS_STORED, allocated);
    int high = e.unsigned(Tag.HIGH_BIT, stored - 1);
    if ((allocated != 8 && allocated != 16 && allocated != 32)
        || stored < 1
        || stored > allocated
        || high >= allocated
        || high < stored - 1) {
      throw new VolumeException(
          "has pixels of "
              + stored
              + " bits up to bit "
              + high
              + " of "
              + allocated
              + ": 8, 16 or 32 bits are read, that hold their value");
    }
    int rows = e.require(Tag.ROWS);
    int columns = e.require(Tag.COLUMNS);
    if ((long) rows * columns > MOST_PIXELS) {
      throw new VolumeException("has frames of " + columns + "x" + rows + " pixels: crop them");
    }
    boolean big = file.syntax().bigEndian();
    return new PixelFormat(
        rows,
        columns,
        allocated,
        stored,
        high,
        e.unsigned(Tag.SIGNED, 0) == 1,
        big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        big && allocated == 8 && file.words());
  }

  int pixels() {
    return rows * columns;
  }

  int frameBytes() {
    return pixels() * allocated / 8;
  }

  /** Puts a frame's pixels into an array; for formats of 8 bits. */
  void bytes(ByteBuffer raw, byte[] to, int at) {
    raw.get(to, at, pixels());
    if (swapped) {
      for (int i = 0; i + 1 < pixels(); i += 2) {
        byte first = to[at + i];
        to[at + i] = to[at + i + 1];
        to[at + i + 1] = first;
      }
    }
    if (stored < 8) {
      for (int i = at; i < at + pixels(); i++) {
        to[i] = (byte) value(to[i]);
      }
    }
  }

  /** Puts a frame's pixels into an array; for formats of 16 bits. */
  void shorts(ByteBuffer raw, short[] to, int at) {
    raw.order(order).asShortBuffer().get(to, at, pixels());
    if (stored < 16) {
      for (int i = at; i < at + pixels(); i++) {
        to[i] = (short) value(to[i]);
      }
    }
  }

  /** Puts a frame's pixels into an array, scaled. */
  void floats(ByteBuffer raw, float[] to, int at, double slope, double intercept) {
    raw.order(order);
    if (allocated == 32) {
      for (int i = 0; i < pixels(); i++) {
        int bits = raw.getInt();
        double value = stored == 32 ? (signed ? bits : bits & 0xffffffffL) : value(bits);
        to[at + i] = (float) (slope * value + intercept);
      }
      return;
    }
    short[] shorts = new short[allocated == 16 ? pixels() : 0];
    byte[] bytes = new byte[allocated == 8 ? pixels() : 0];
    if (allocated == 16) {
      shorts(raw, shorts, 0);
    } else {
      bytes(raw, bytes, 0);
    }
    for (int i = 0; i < pixels(); i++) {
      int value = allocated == 16 ? shorts[i] : bytes[i];
      if (!signed) {
        value &= allocated == 16 ? 0xffff : 0xff;
      }
      to[at + i] = (float) (slope * value + intercept);
    }
  }

  /** Returns the value that some bits hold, whatever the others are used for. */
  private int value(int bits) {
    int up = bits << (31 - highBit);
    return signed ? up >> (32 - stored) : up >>> (32 - stored);
  }
}
