package org.mem3d.io;

import java.nio.ByteBuffer;
import java.util.Locale;

/** A number type that voxels can have in a file. */
public enum VoxelType {
  /** Unsigned 8 bits; what masks are written as. */
  UINT8(1, 0, 0x1p8),
  /** Signed 8 bits. */
  INT8(1, -0x1p7, 0x1p7),
  /** Signed 16 bits; usual for CT. */
  INT16(2, -0x1p15, 0x1p15),
  /** Unsigned 16 bits. */
  UINT16(2, 0, 0x1p16),
  /** Signed 32 bits. */
  INT32(4, -0x1p31, 0x1p31),
  /** Unsigned 32 bits. */
  UINT32(4, 0, 0x1p32),
  /** Signed 64 bits. */
  INT64(8, -0x1p63, 0x1p63),
  /** Unsigned 64 bits. */
  UINT64(8, 0, 0x1p64),
  /** IEEE 754, 32 bits; what probabilities are written as. */
  FLOAT32(4, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  /** IEEE 754, 64 bits. */
  FLOAT64(8, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final int bytes;
  private final double low;
  private final double end;

  VoxelType(int bytes, double low, double end) {
    this.bytes = bytes;
    this.low = low;
    this.end = end;
  }

  /** Returns the bytes of one voxel. */
  public int bytes() {
    return bytes;
  }

  /** Returns whether values are whole numbers. */
  public boolean isInteger() {
    return this != FLOAT32 && this != FLOAT64;
  }

  /** Returns the smallest integer type that holds the labels 0 to {@code largest}. */
  public static VoxelType forLabels(int largest) {
    return largest < UINT8.end ? UINT8 : largest < UINT16.end ? UINT16 : INT32;
  }

  /** Returns whether the type has a value for this number, once rounded if it is an integer. */
  boolean holds(double value) {
    if (!isInteger()) {
      return true;
    }
    double rounded = Math.rint(value);
    return rounded >= low && rounded < end;
  }

  /** Reads the next value of a buffer in the buffer's byte order. */
  double get(ByteBuffer from) {
    int at = from.position();
    from.position(at + bytes);
    return get(from, at);
  }

  /**
   * Reads a value of a buffer in the buffer's byte order.
   *
   * @param at index of the value's first byte
   */
  public double get(ByteBuffer from, int at) {
    return switch (this) {
      case UINT8 -> from.get(at) & 0xff;
      case INT8 -> from.get(at);
      case INT16 -> from.getShort(at);
      case UINT16 -> from.getShort(at) & 0xffff;
      case INT32 -> from.getInt(at);
      case UINT32 -> from.getInt(at) & 0xffffffffL;
      case INT64 -> from.getLong(at);
      case UINT64 -> unsigned(from.getLong(at));
      case FLOAT32 -> from.getFloat(at);
      case FLOAT64 -> from.getDouble(at);
    };
  }

  /** Writes a value that the type {@link #holds}, rounded to the nearest it has. */
  void put(ByteBuffer to, double value) {
    double rounded = isInteger() ? Math.rint(value) : value;
    switch (this) {
      case UINT8, INT8 -> to.put((byte) (int) rounded);
      case INT16, UINT16 -> to.putShort((short) (int) rounded);
      case INT32, UINT32 -> to.putInt((int) (long) rounded);
      case INT64 -> to.putLong((long) rounded);
      case UINT64 ->
          to.putLong(
              rounded < 0x1p63 ? (long) rounded : (long) (rounded - 0x1p63) + Long.MIN_VALUE);
      case FLOAT32 -> to.putFloat((float) rounded);
      case FLOAT64 -> to.putDouble(rounded);
    }
  }

  // The lowest bit is kept as a sticky bit, so that halving does not change how the result rounds.
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }

  /** Returns the name as NumPy writes it, such as {@code uint8}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
