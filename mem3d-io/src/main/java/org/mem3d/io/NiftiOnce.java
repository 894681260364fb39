package org.mem3d.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.mem3d.VolumeException;

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
  static NiftiOnce open(VolumeSource source) throws IOException {
    InputStream file = source.stream();
    byte[] magic = source.look(2);
    boolean compressed = Arrays.equals(magic, new byte[] {0x1f, (byte) 0x8b});
    InputStream in = compressed ? new GZIPInputStream(file, PIECE_BYTES) : file;
    return new NiftiOnce(source.path(), in, in.readNBytes(NiftiFields.SIZE_2));
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
