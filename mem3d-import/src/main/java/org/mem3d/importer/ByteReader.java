package org.mem3d.importer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.mem3d.ModelException;

/** Bytes of known number, read from the first on; little-endian. Never reads past the end. */
final class ByteReader {
  /** Longest text or number that a checkpoint's pickle may hold. */
  private static final int LONGEST = 1 << 24;

  private final InputStream in;
  private final long size;
  private final String source;
  private long position;

  /**
   * Makes a reader; the stream stays the caller's to close.
   *
   * @param size how many bytes the stream has
   * @param source what is read, for messages
   */
  ByteReader(InputStream in, long size, String source) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.size = size;
    this.source = source;
  }

  String source() {
    return source;
  }

  long position() {
    return position;
  }

  int unsignedByte() {
    try {
      int value = in.read();
      if (value < 0) {
        throw cutShort(1);
      }
      position++;
      return value;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads {@code count} bytes as one number, the first the least. */
  long unsigned(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) unsignedByte() << (8 * i);
    }
    return value;
  }

  byte[] bytes(long count) {
    if (count < 0 || count > size - position) {
      throw cutShort(count);
    }
    if (count > LONGEST) {
      throw new ModelException(
          source + " holds a text or number of " + count + " bytes: this is no checkpoint");
    }
    try {
      byte[] bytes = in.readNBytes((int) count);
      if (bytes.length < count) {
        throw cutShort(count);
      }
      position += count;
      return bytes;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  String text(long count) {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  /** Reads up to the next line feed, which is left out. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (int c = unsignedByte(); c != '\n'; c = unsignedByte()) {
      if (line.length() == 1000) {
        throw new ModelException(
            source + " holds a name of over 1000 letters: this is no checkpoint");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  void skip(long count) {
    if (count < 0 || count > size - position) {
      throw cutShort(count);
    }
    try {
      in.skipNBytes(count);
      position += count;
    } catch (EOFException e) {
      throw cutShort(count);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ModelException cutShort(long wanted) {
    return new ModelException(
        source
            + " is cut short or damaged: "
            + wanted
            + " bytes wanted at byte "
            + position
            + " of "
            + size);
  }

  private ModelException unreadable(IOException e) {
    return new ModelException(source + " cannot be read: " + e.getMessage(), e);
  }
}
