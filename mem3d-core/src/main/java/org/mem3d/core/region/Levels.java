package org.mem3d.core.region;

import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
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

  private static final int PIECE_BYTES = 1 << 16;

  /**
   * What passes between an array and zlib, in and out. Off the heap: zlib holds the collector up
   * while it works on an array, and threads that want memory meanwhile are told that there is none.
   * A class of the JDK, so that a program's threads do not hold this one.
   */
  private static final ThreadLocal<ByteBuffer> PIECES =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(2 * PIECE_BYTES));

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
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    byte[] piece = new byte[PIECE_BYTES];
    ByteArrayOutputStream packed = new ByteArrayOutputStream(levels.length / 8);
    ByteBuffer in = PIECES.get().slice(0, PIECE_BYTES);
    ByteBuffer out = PIECES.get().slice(PIECE_BYTES, PIECE_BYTES);
    try {
      byte before = 0;
      for (int from = 0; from < levels.length; ) {
        int to = Math.min(levels.length, from + PIECE_BYTES);
        in.clear();
        for (; from < to; from++) {
          in.put((byte) (levels[from] - before));
          before = levels[from];
        }
        deflater.setInput(in.flip());
        if (to == levels.length) {
          deflater.finish();
        }
        while (!deflater.finished() && (to == levels.length || !deflater.needsInput())) {
          deflater.deflate(out.clear());
          out.flip();
          int bytes = out.remaining();
          out.get(piece, 0, bytes);
          packed.write(piece, 0, bytes);
        }
      }
      return packed.toByteArray();
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
    ByteBuffer in = PIECES.get().slice(0, PIECE_BYTES);
    ByteBuffer out = PIECES.get().slice(PIECE_BYTES, PIECE_BYTES);
    try {
      byte before = 0;
      int given = 0;
      for (int to = 0; to < length; ) {
        if (inflater.needsInput()) {
          int bytes = Math.min(PIECE_BYTES, held.length - given);
          inflater.setInput(in.clear().put(held, given, bytes).flip());
          given += bytes;
        }
        inflater.inflate(out.clear());
        out.flip();
        if (!out.hasRemaining() && given == held.length) {
          throw new IllegalStateException("packed levels end after " + to + " of " + length);
        }
        while (out.hasRemaining()) {
          before += out.get();
          levels[to++] = before;
        }
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("packed levels are damaged", e);
    } finally {
      inflater.end();
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
