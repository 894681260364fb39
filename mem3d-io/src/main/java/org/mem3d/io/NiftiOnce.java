package org.mem3d.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.mem3d.VolumeException;
import org.mem3d.file.FileContent;

/**
 * The bytes of a file that can be read but once, from its beginning to its end: a pipe, a device, a
 * file in an archive. Belongs to one thread.
 */
final class NiftiOnce implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 16;

  private final Path path;
  private final InputStream in;
  private final byte[] start;

  private NiftiOnce(Path path, InputStream in, byte[] start) {
    this.path = path;
    this.in = in;
    this.start = start;
  }

  /** Opens a file and reads as much as a header may need. */
  static NiftiOnce open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new VolumeException(path + " is a folder: give a file");
    }
    InputStream file = new Peeking(FileContent.open(path));
    try {
      file.mark(2);
      boolean compressed = file.read() == 0x1f && file.read() == 0x8b;
      file.reset();
      InputStream in = compressed ? new GZIPInputStream(file, PIECE_BYTES) : file;
      return new NiftiOnce(path, in, in.readNBytes(NiftiFields.SIZE_2));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
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

  /** Returns the first bytes, uncompressed. */
  byte[] start() {
    return start;
  }

  /**
   * Reads what a header promises and holds it.
   *
   * @param promised bytes from the file's beginning, uncompressed
   * @return all bytes from the beginning, fewer where the file has fewer
   */
  byte[][] hold(double promised) throws IOException {
    if (promised > Integer.MAX_VALUE - 8) {
      throw new VolumeException(
          String.format(
              Locale.ROOT,
              "%s promises %.0f bytes; more than 2 GiB are read of files on a disk alone: copy it to"
                  + " one",
              path,
              promised));
    }
    try {
      byte[] rest = in.readNBytes(Math.max(0, (int) promised - start.length));
      if (in instanceof GZIPInputStream) {
        // The checksum is compared only once the end is reached.
        in.transferTo(OutputStream.nullOutputStream());
      }
      return new byte[][] {start, rest};
    } catch (OutOfMemoryError e) {
      throw new VolumeException(
          path + " does not fit into the memory that is free: raise -Xmx, or copy it to a disk", e);
    }
  }

  /** Returns pieces that were held as one stream. */
  static InputStream stream(byte[][] held) {
    return new SequenceInputStream(
        new ByteArrayInputStream(held[0]), new ByteArrayInputStream(held[1]));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
