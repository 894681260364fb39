package org.mem3d.io.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.mem3d.VolumeException;

/**
 * Unpacks what Blosc 1 packed: blocks, each in one part or one for each byte of an element, with
 * bytes or bits of like place put together. Stateless.
 */
final class Blosc {
  private static final int HEADER = 16;
  private static final int SHUFFLED = 1;
  private static final int COPIED = 2;
  private static final int BITS_SHUFFLED = 4;
  private static final int NOT_SPLIT = 16;

  /** Elements of more bytes, and blocks of fewer elements, are not split. */
  private static final int MOST_SPLITS = 16;

  private static final int LEAST_SPLIT = 128;

  private Blosc() {}

  /** Unpacks; see {@link Codec#unpack}. */
  static byte[] unpack(byte[] packed, int most) {
    if (packed.length < HEADER) {
      throw new VolumeException("is truncated");
    }
    ByteBuffer in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    int flags = in.get(2);
    int typeSize = in.get(3) & 0xff;
    int bytes = in.getInt(4);
    int blockSize = in.getInt(8);
    if (bytes < 0 || bytes > most || in.getInt(12) != packed.length) {
      throw new VolumeException(
          "is damaged: Blosc's header says "
              + in.getInt(12)
              + " bytes of "
              + bytes
              + ", it has "
              + packed.length
              + " for at most "
              + most);
    }
    if ((flags & COPIED) != 0) {
      if (packed.length < HEADER + bytes) {
        throw new VolumeException("is truncated");
      }
      return Arrays.copyOfRange(packed, HEADER, HEADER + bytes);
    }
    byte[] out = new byte[bytes];
    if (bytes > 0 && blockSize <= 0) {
      throw new VolumeException("is damaged: Blosc's blocks have no bytes");
    }
    for (int at = 0, block = 0; at < bytes; at += blockSize, block++) {
      int size = Math.min(blockSize, bytes - at);
      boolean split =
          (flags & NOT_SPLIT) == 0
              && typeSize <= MOST_SPLITS
              && typeSize > 0
              && size == blockSize
              && blockSize / typeSize >= LEAST_SPLIT;
      byte[] plain =
          block(packed, in.getInt(HEADER + 4 * block), size, split ? typeSize : 1, flags);
      place(plain, out, at, typeSize, flags);
    }
    return out;
  }

  private static byte[] block(byte[] packed, int start, int size, int parts, int flags) {
    ByteBuffer in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    byte[] plain = new byte[size];
    int each = size / parts;
    int at = start;
    for (int part = 0; part < parts; part++) {
      int count = in.getInt(at);
      at += 4;
      if (count < 0 || at < 0 || count > packed.length - at) {
        throw new VolumeException("is truncated");
      }
      if (count == each) {
        System.arraycopy(packed, at, plain, part * each, each);
      } else {
        part(packed, at, count, plain, part * each, each, flags >> 5 & 7);
      }
      at += count;
    }
    return plain;
  }

  private static void part(byte[] in, int at, int count, byte[] out, int to, int size, int format) {
    int made =
        switch (format) {
          case 1 -> AirCompressor.lz4(in, at, count, out, to, size);
          case 2 -> AirCompressor.snappy(in, at, count, out, to, size);
          case 3 -> inflated(in, at, count, out, to, size);
          case 4 -> AirCompressor.zstd(in, at, count, out, to, size);
          default ->
              throw new VolumeException(
                  "is packed with "
                      + (format == 0 ? "blosclz" : "codec " + format)
                      + " of Blosc, which is not read: pack it with lz4, zlib or zstd");
        };
    if (made != size) {
      throw new VolumeException("is damaged: a block has " + made + " bytes in place of " + size);
    }
  }

  private static int inflated(byte[] in, int at, int count, byte[] out, int to, int size) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(in, at, count);
      return inflater.inflate(out, to, size);
    } catch (DataFormatException e) {
      throw new VolumeException("cannot be unpacked (" + e.getMessage() + ")", e);
    } finally {
      inflater.end();
    }
  }

  /** Puts bytes or bits back to their elements. */
  private static void place(byte[] from, byte[] to, int at, int typeSize, int flags) {
    int count = typeSize == 0 ? 0 : from.length / typeSize;
    boolean bits = (flags & BITS_SHUFFLED) != 0 && count > 0 && count % 8 == 0;
    boolean bytes = (flags & SHUFFLED) != 0 && typeSize > 1;
    if (!bits && !bytes) {
      System.arraycopy(from, 0, to, at, from.length);
      return;
    }
    for (int k = 0; k < typeSize; k++) {
      if (bits) {
        bits(from, to, at, typeSize, k, count);
        continue;
      }
      for (int i = 0, p = at + k; i < count; i++, p += typeSize) {
        to[p] = from[k * count + i];
      }
    }
    int rest = count * typeSize;
    System.arraycopy(from, rest, to, at + rest, from.length - rest);
  }

  /** Bit {@code b} of byte {@code k} of eight elements lies in one byte of row {@code 8 k + b}. */
  private static void bits(byte[] from, byte[] to, int at, int typeSize, int k, int count) {
    int row = count / 8;
    for (int i = 0; i < count; i++) {
      int value = 0;
      for (int b = 0; b < 8; b++) {
        value |= (from[(8 * k + b) * row + i / 8] >> (i % 8) & 1) << b;
      }
      to[at + i * typeSize + k] = (byte) value;
    }
  }
}
