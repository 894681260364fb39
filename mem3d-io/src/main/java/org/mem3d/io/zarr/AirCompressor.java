package org.mem3d.io.zarr;

import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.mem3d.VolumeException;

/** What aircompressor unpacks. The only class that knows that library. Stateless. */
final class AirCompressor {
  private AirCompressor() {}

  /** Unpacks a frame of zstd; see {@link Codec#unpack}. */
  static byte[] zstd(byte[] packed, int most) {
    long said;
    try {
      said = ZstdDecompressor.getDecompressedSize(packed, 0, packed.length);
    } catch (MalformedInputException e) {
      throw damaged(e);
    }
    if (said > most) {
      throw Codec.tooMuch(most);
    }
    byte[] bytes = new byte[said < 0 ? most : (int) said];
    int count = zstd(packed, 0, packed.length, bytes, 0, bytes.length);
    return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
  }

  /** Unpacks a block of lz4 with its size before it; see {@link Codec#unpack}. */
  static byte[] lz4(byte[] packed, int most) {
    if (packed.length < 4) {
      throw new VolumeException("is truncated");
    }
    int said = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (said < 0 || said > most) {
      throw Codec.tooMuch(most);
    }
    byte[] bytes = new byte[said];
    int count = lz4(packed, 4, packed.length - 4, bytes, 0, said);
    return count == said ? bytes : Arrays.copyOf(bytes, count);
  }

  static int zstd(byte[] in, int at, int count, byte[] out, int to, int size) {
    return unpack(new ZstdDecompressor(), in, at, count, out, to, size);
  }

  static int lz4(byte[] in, int at, int count, byte[] out, int to, int size) {
    return unpack(new Lz4Decompressor(), in, at, count, out, to, size);
  }

  static int snappy(byte[] in, int at, int count, byte[] out, int to, int size) {
    return unpack(new SnappyDecompressor(), in, at, count, out, to, size);
  }

  private static int unpack(
      Decompressor unpacker, byte[] in, int at, int count, byte[] out, int to, int size) {
    try {
      return unpacker.decompress(in, at, count, out, to, size);
    } catch (MalformedInputException e) {
      throw damaged(e);
    }
  }

  private static VolumeException damaged(MalformedInputException e) {
    return new VolumeException("cannot be unpacked (" + e.getMessage() + ")", e);
  }
}
