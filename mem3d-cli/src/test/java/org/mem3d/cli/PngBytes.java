package org.mem3d.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes PNG files of every colour type and depth, which the JDK's writer does not. */
final class PngBytes {
  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;
  static final int GREY_ALPHA = 4;
  static final int RGB_ALPHA = 6;

  private PngBytes() {}

  /** The samples of a pixel, as the colour type has them. */
  @FunctionalInterface
  interface Pixels {
    int[] at(int x, int y);
  }

  /**
   * Makes a file.
   *
   * @param palette red, green and blue of each index; empty without a palette
   * @param transparency the content of the tRNS chunk; empty for none
   */
  static byte[] of(
      int width,
      int height,
      int type,
      int depth,
      byte[] palette,
      byte[] transparency,
      Pixels pixels) {
    int samples = type == RGB ? 3 : type == RGB_ALPHA ? 4 : type == GREY_ALPHA ? 2 : 1;
    int rowBytes = (width * samples * depth + 7) / 8;
    byte[] raw = new byte[height * (rowBytes + 1)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int[] values = pixels.at(x, y);
        for (int s = 0; s < samples; s++) {
          int bit = (x * samples + s) * depth;
          int at = y * (rowBytes + 1) + 1 + bit / 8;
          if (depth == 16) {
            raw[at] = (byte) (values[s] >> 8);
            raw[at + 1] = (byte) values[s];
          } else {
            raw[at] |= (byte) (values[s] << (8 - depth - bit % 8));
          }
        }
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) depth).put((byte) type);
    chunk(file, "IHDR", header.array());
    if (palette.length > 0) {
      chunk(file, "PLTE", palette);
    }
    if (transparency.length > 0) {
      chunk(file, "tRNS", transparency);
    }
    Deflater deflater = new Deflater();
    deflater.setInput(raw);
    deflater.finish();
    byte[] packed = new byte[raw.length + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    chunk(file, "IDAT", Arrays.copyOf(packed, length));
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String name, byte[] content) {
    byte[] body =
        ByteBuffer.allocate(4 + content.length)
            .put(name.getBytes(StandardCharsets.US_ASCII))
            .put(content)
            .array();
    CRC32 crc = new CRC32();
    crc.update(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    file.writeBytes(body);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
