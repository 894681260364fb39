package org.mem3d.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The fields of a NIfTI-1 or NIfTI-2 header that matter here, as they stand in the file, unchecked.
 * The two versions hold the same fields at other places and in other widths.
 */
final class NiftiFields {
  static final int SIZE_1 = 348;
  static final int SIZE_2 = 540;

  final int version;
  boolean paired;
  int datatype;
  int bitpix;
  final long[] dim = new long[8];
  final double[] pixdim = new double[8];
  double voxOffset;
  double sclSlope;
  double sclInter;
  int xyztUnits;

  /** Which axes are frequency, phase and slice. */
  int dimInfo;

  int qformCode;
  int sformCode;

  /** Quaternion b, c, d, then offset x, y, z. */
  final double[] qform = new double[6];

  /** The three rows of the affine. */
  final double[] sform = new double[12];

  NiftiFields(int version) {
    this.version = version;
  }

  /** Returns the bytes of a header of the version. */
  int size() {
    return version == 1 ? SIZE_1 : SIZE_2;
  }

  /** Reads a header from the buffer's start, in the buffer's byte order. */
  static NiftiFields read(int version, ByteBuffer b) {
    NiftiFields f = new NiftiFields(version);
    if (version == 1) {
      f.paired = b.get(345) == 'i';
      f.datatype = b.getShort(70);
      f.bitpix = b.getShort(72);
      for (int i = 0; i < 8; i++) {
        f.dim[i] = b.getShort(40 + 2 * i);
      }
      readFloats(b, 76, f.pixdim);
      f.voxOffset = b.getFloat(108);
      f.sclSlope = b.getFloat(112);
      f.sclInter = b.getFloat(116);
      f.xyztUnits = b.get(123) & 0xff;
      f.dimInfo = b.get(39);
      f.qformCode = b.getShort(252);
      f.sformCode = b.getShort(254);
      readFloats(b, 256, f.qform);
      readFloats(b, 280, f.sform);
    } else {
      f.paired = b.get(5) == 'i';
      f.datatype = b.getShort(12);
      f.bitpix = b.getShort(14);
      for (int i = 0; i < 8; i++) {
        f.dim[i] = b.getLong(16 + 8 * i);
      }
      readDoubles(b, 104, f.pixdim);
      f.voxOffset = b.getLong(168);
      f.sclSlope = b.getDouble(176);
      f.sclInter = b.getDouble(184);
      f.xyztUnits = b.getInt(500);
      f.dimInfo = b.get(524);
      f.qformCode = b.getInt(344);
      f.sformCode = b.getInt(348);
      readDoubles(b, 352, f.qform);
      readDoubles(b, 400, f.sform);
    }
    return f;
  }

  /** Returns the header and the four bytes behind it that say that no extension follows. */
  byte[] toBytes(ByteOrder order) {
    ByteBuffer b = ByteBuffer.allocate(size() + 4).order(order);
    b.putInt(0, size());
    byte[] description = "mem3d".getBytes(StandardCharsets.US_ASCII);
    if (version == 1) {
      b.put(38, (byte) 'r'); // "regular", which ANALYZE readers ask for
      for (int i = 0; i < 8; i++) {
        b.putShort(40 + 2 * i, (short) dim[i]);
      }
      b.putShort(70, (short) datatype);
      b.putShort(72, (short) bitpix);
      writeFloats(b, 76, pixdim);
      b.putFloat(108, (float) voxOffset);
      b.putFloat(112, (float) sclSlope);
      b.putFloat(116, (float) sclInter);
      b.put(123, (byte) xyztUnits);
      b.put(39, (byte) dimInfo);
      b.put(148, description);
      b.putShort(252, (short) qformCode);
      b.putShort(254, (short) sformCode);
      writeFloats(b, 256, qform);
      writeFloats(b, 280, sform);
      b.put(344, magic(1, paired));
    } else {
      b.put(4, magic(2, paired));
      b.putShort(12, (short) datatype);
      b.putShort(14, (short) bitpix);
      for (int i = 0; i < 8; i++) {
        b.putLong(16 + 8 * i, dim[i]);
      }
      writeDoubles(b, 104, pixdim);
      b.putLong(168, (long) voxOffset);
      b.putDouble(176, sclSlope);
      b.putDouble(184, sclInter);
      b.put(240, description);
      b.putInt(344, qformCode);
      b.putInt(348, sformCode);
      writeDoubles(b, 352, qform);
      writeDoubles(b, 400, sform);
      b.putInt(500, xyztUnits);
      b.put(524, (byte) dimInfo);
    }
    return b.array();
  }

  /** Returns the bytes that mark a header of the version, alone or in a pair of files. */
  static byte[] magic(int version, boolean paired) {
    String text = (paired ? "ni" : "n+") + version + (version == 1 ? "\0" : "\0\r\n\032\n");
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void readFloats(ByteBuffer from, int at, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from.getFloat(at + 4 * i);
    }
  }

  private static void readDoubles(ByteBuffer from, int at, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from.getDouble(at + 8 * i);
    }
  }

  private static void writeFloats(ByteBuffer to, int at, double[] from) {
    for (int i = 0; i < from.length; i++) {
      to.putFloat(at + 4 * i, (float) from[i]);
    }
  }

  private static void writeDoubles(ByteBuffer to, int at, double[] from) {
    for (int i = 0; i < from.length; i++) {
      to.putDouble(at + 8 * i, from[i]);
    }
  }
}
