package org.mem3d.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Locale;
import org.mem3d.VolumeException;

/** Turns numbers in text, with blanks or commas between them, into their bytes. */
final class TextNumbers extends InputStream {
  private static final int LONGEST = 64;

  private final Path path;
  private final InputStream text;
  private final VoxelType type;
  private final ByteBuffer bytes;

  TextNumbers(Path path, InputStream text, VoxelType type, ByteOrder order) {
    this.path = path;
    this.text = text;
    this.type = type;
    this.bytes = ByteBuffer.allocate(8).order(order).limit(0);
  }

  @Override
  public int read() throws IOException {
    if (!bytes.hasRemaining() && !next()) {
      return -1;
    }
    return bytes.get() & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int at = offset;
    while (at < offset + length && (bytes.hasRemaining() || next())) {
      int count = Math.min(bytes.remaining(), offset + length - at);
      bytes.get(to, at, count);
      at += count;
    }
    return at == offset && length > 0 ? -1 : at - offset;
  }

  private boolean next() throws IOException {
    int c = text.read();
    while (isBetween(c)) {
      c = text.read();
    }
    StringBuilder number = new StringBuilder();
    while (c >= 0 && !isBetween(c)) {
      number.append((char) c);
      if (number.length() > LONGEST) {
        throw refused(number.toString());
      }
      c = text.read();
    }
    if (number.isEmpty()) {
      return false;
    }
    double value = value(number.toString());
    if (!type.holds(value)) {
      throw refused(number.toString());
    }
    bytes.clear();
    type.put(bytes, value);
    bytes.flip();
    return true;
  }

  private static boolean isBetween(int c) {
    return c == ' ' || c == ',' || (c >= '\t' && c <= '\r');
  }

  private double value(String number) {
    try {
      return switch (number.toLowerCase(Locale.ROOT)) {
        case "nan", "-nan" -> Double.NaN;
        case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
        case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(number);
      };
    } catch (NumberFormatException e) {
      throw refused(number);
    }
  }

  private VolumeException refused(String number) {
    return new VolumeException(
        path
            + " has among its voxels the text '"
            + number.replaceAll("[^ -~]", "?")
            + "', which is no number of the type "
            + type
            + "; the file is damaged, or its type is wrong");
  }

  /** Closes the text. */
  @Override
  public void close() throws IOException {
    text.close();
  }
}
