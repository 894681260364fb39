package org.mem3d.core.region;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The levels of a rectangle, u fastest. Those of a large one are held packed, as differences to the
 * level before: what a network says of a large slice changes little from voxel to voxel, and takes
 * a fifth to an eighth. Equal levels are held alike. Immutable.
 */
final class Levels {
  /** A smaller rectangle is held as it is: unpacking it would cost more than its bytes. */
  private static final int LARGE = 1 << 18;

  private final int length;

  /** The levels, or what they were packed into. Not modified. */
  private final byte[] held;

  private final boolean packed;

  /** The unpacked levels, while somebody looks at them. */
  private volatile WeakReference<byte[]> unpacked = new WeakReference<>(null);

  private Levels(int length, byte[] held, boolean packed) {
    this.length = length;
    this.held = held;
    this.packed = packed;
  }

  /**
   * Takes levels.
   *
   * @param levels the array is kept or dropped, and not modified
   */
  static Levels of(byte[] levels) {
    if (levels.length >= LARGE) {
      byte[] packed = packed(levels);
      if (packed.length < levels.length / 2) {
        return new Levels(levels.length, packed, true);
      }
    }
    return new Levels(levels.length, levels, false);
  }

  private static byte[] packed(byte[] levels) {
    byte[] differences = new byte[levels.length];
    byte before = 0;
    for (int i = 0; i < levels.length; i++) {
      differences[i] = (byte) (levels[i] - before);
      before = levels[i];
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(differences);
      deflater.finish();
      // What needs more room is not worth packing.
      byte[] packed = new byte[levels.length / 2];
      int bytes = deflater.deflate(packed);
      return deflater.finished() ? Arrays.copyOf(packed, bytes) : levels;
    } finally {
      deflater.end();
    }
  }

  /** Returns the number of levels. */
  int length() {
    return length;
  }

  /** Returns a level by its place, 0 to 255. */
  int at(int place) {
    return all()[place] & 0xff;
  }

  /** Returns all levels; not to be modified. */
  byte[] all() {
    if (!packed) {
      return held;
    }
    byte[] known = unpacked.get();
    if (known == null) {
      known = unpack();
      unpacked = new WeakReference<>(known);
    }
    return known;
  }

  private byte[] unpack() {
    byte[] levels = new byte[length];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(held);
      int bytes = inflater.inflate(levels);
      if (bytes < length) {
        throw new IllegalStateException("packed levels end after " + bytes + " of " + length);
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("packed levels are damaged", e);
    } finally {
      inflater.end();
    }
    byte before = 0;
    for (int i = 0; i < length; i++) {
      before += levels[i];
      levels[i] = before;
    }
    return levels;
  }

  /** Returns the bytes that these take. */
  long bytes() {
    return held.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Levels that && length == that.length && Arrays.equals(held, that.held);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(held);
  }
}
