package org.mem3d.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mem3d.VolumeException;
import org.mem3d.file.FileContent;

/**
 * The bytes of a file of any kind, from its beginning to its end: a file on a disk, a pipe, a file
 * in an archive. It is opened once, and what was looked at is given again. Belongs to one thread.
 */
final class VolumeSource implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 16;

  /** The longest header of text that is read. */
  private static final int LONGEST_TEXT = 1 << 20;

  private final Path path;
  private final InputStream in;
  private long position;

  private VolumeSource(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws VolumeException if it cannot be opened
   */
  static VolumeSource open(Path path) {
    if (Files.isDirectory(path)) {
      throw new VolumeException(path + " is a folder: give a file");
    }
    try {
      return new VolumeSource(path, new Peeking(FileContent.open(path)));
    } catch (IOException e) {
      throw ReadFailure.of(path, e);
    }
  }

  /** Knows whether anything follows, which those ask who unpack files of several parts. */
  private static final class Peeking extends BufferedInputStream {
    Peeking(InputStream in) {
      super(in, PIECE_BYTES);
    }

    @Override
    public synchronized int available() throws IOException {
      mark(1);
      int next = read();
      reset();
      return next < 0 ? 0 : 1;
    }
  }

  Path path() {
    return path;
  }

  /** Returns whether the file can be opened again, and has a size. */
  boolean isOnDisk() {
    return FileContent.isOnDisk(path);
  }

  /** Returns the bytes that follow; they stay to be read. */
  byte[] look(int bytes) throws IOException {
    in.mark(bytes);
    byte[] seen = in.readNBytes(bytes);
    in.reset();
    return seen;
  }

  /** Returns how many bytes were read by {@link #readLine} and {@link #skip}. */
  long position() {
    return position;
  }

  /**
   * Reads a line of a header, without its end.
   *
   * @return null at the end of the file
   * @throws VolumeException if the header is longer than any
   */
  @Nullable String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      position++;
      if (next == '\n') {
        return text(line);
      }
      if (position > LONGEST_TEXT) {
        throw new VolumeException(
            path + " has a header of more than " + LONGEST_TEXT + " bytes: it is damaged");
      }
      line.write(next);
    }
    return line.size() == 0 ? null : text(line);
  }

  private static String text(ByteArrayOutputStream line) {
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Passes over bytes that must be there. */
  void skip(long bytes) throws IOException {
    in.skipNBytes(bytes);
    position += bytes;
  }

  /** Returns how many bytes follow; callable for files on a disk alone. */
  long remaining() throws IOException {
    return Files.size(path) - position;
  }

  /** Returns what follows. Whoever closes it closes this. */
  InputStream stream() {
    return in;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw ReadFailure.of(path, e);
    }
  }
}
