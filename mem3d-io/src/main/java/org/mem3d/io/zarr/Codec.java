package org.mem3d.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.mem3d.VolumeException;

/** Unpacks the bytes of a chunk, by one of the ways in which they were packed. Stateless. */
@FunctionalInterface
interface Codec {
  /**
   * Unpacks.
   *
   * @param most bytes that can come out
   * @throws VolumeException if the bytes are damaged; without the file's name
   */
  byte[] unpack(byte[] packed, int most);

  /** Returns the codec of a name, of version 2 or 3; empty if none is read. */
  static Optional<Codec> of(String name) {
    return switch (name) {
      case "gzip" -> Optional.of((packed, most) -> inflated(packed, most, true));
      case "zlib" -> Optional.of((packed, most) -> inflated(packed, most, false));
      case "zstd" -> Optional.of(needed(AirCompressor::zstd));
      case "lz4" -> Optional.of(needed(AirCompressor::lz4));
      case "blosc" -> Optional.of(needed(Blosc::unpack));
      case "crc32c" -> Optional.of(Codec::checked);
      default -> Optional.empty();
    };
  }

  /** Returns the name of a codec: {@code id} in version 2, {@code name} in version 3. */
  static String name(JsonNode codec) {
    return codec.isTextual()
        ? codec.asText()
        : codec.path("id").asText(codec.path("name").asText());
  }

  private static byte[] inflated(byte[] packed, int most, boolean gzip) {
    try (InputStream in =
        gzip
            ? new GZIPInputStream(new ByteArrayInputStream(packed), 1 << 13)
            : new InflaterInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw tooMuch(most);
      }
      return bytes;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static byte[] checked(byte[] packed, int most) {
    int end = packed.length - 4;
    if (end < 0) {
      throw new VolumeException("is truncated");
    }
    CRC32C sum = new CRC32C();
    sum.update(packed, 0, end);
    int said = ByteBuffer.wrap(packed, end, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if ((int) sum.getValue() != said) {
      throw new VolumeException("has another checksum than its bytes");
    }
    return Arrays.copyOf(packed, end);
  }

  /** Says what to add where the library is missing, and what is wrong where sizes are. */
  private static Codec needed(Codec codec) {
    return (packed, most) -> {
      try {
        return codec.unpack(packed, most);
      } catch (NoClassDefFoundError e) {
        throw new VolumeException(
            "is packed with zstd, lz4 or blosc, which need io.airlift:aircompressor on the class"
                + " path",
            e);
      } catch (IndexOutOfBoundsException e) {
        throw damaged(e);
      }
    };
  }

  static VolumeException tooMuch(int most) {
    return new VolumeException("unpacks to more than the " + most + " bytes of a chunk");
  }

  private static VolumeException damaged(Exception e) {
    return new VolumeException("cannot be unpacked (" + e.getMessage() + ")", e);
  }
}
