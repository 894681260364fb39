package org.mem3d.core.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.mem3d.runtime.digest.Sha256;

/**
 * Reads an archive of {@link ArchiveWriter} from its beginning to its end, entry by entry in the
 * order in which they were written. Only {@link #finish} tells that all was as it was written.
 * Belongs to one thread.
 */
public final class ArchiveReader {
  private static final int MOST_SUMS = 1 << 16;

  private final ZipInputStream zip;
  private final StringBuilder sums = new StringBuilder();
  private final MessageDigest digest = Sha256.digest();
  private @Nullable String open;

  /** Begins to read; the caller closes the stream. */
  public ArchiveReader(InputStream in) {
    zip = new ZipInputStream(in, StandardCharsets.UTF_8);
  }

  /**
   * Opens the next entry.
   *
   * @param name that it must have
   * @throws DamagedException if it has another, or there is none
   */
  public DataInputStream entry(String name) throws IOException {
    endEntry();
    require(name);
    open = name;
    return new DataInputStream(
        new BufferedInputStream(new DigestInputStream(zip, digest), 1 << 16));
  }

  /**
   * Reads the next entry, a text in UTF-8.
   *
   * @param most how many bytes it may have
   */
  public String text(String name, int most) throws IOException {
    return new String(bytes(entry(name), name, most), StandardCharsets.UTF_8);
  }

  /** Reads the next entry for its checksum alone. */
  public void skip(String name) throws IOException {
    entry(name).transferTo(OutputStream.nullOutputStream());
  }

  private static byte[] bytes(InputStream in, String name, int most) throws IOException {
    byte[] bytes = in.readNBytes(most);
    if (bytes.length == most && in.read() >= 0) {
      throw new DamagedException("its entry " + name + " has more than " + most + " bytes");
    }
    return bytes;
  }

  private void require(String name) throws IOException {
    ZipEntry next;
    try {
      next = zip.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new DamagedException("it has an entry with an impossible name or time");
    }
    if (next == null || !next.getName().equals(name)) {
      throw new DamagedException(
          next == null
              ? "it ends before its entry " + name
              : "its entry " + name + " is not in its place");
    }
  }

  private void endEntry() throws IOException {
    if (open != null) {
      if (new DigestInputStream(zip, digest).skip(1) > 0) {
        throw new DamagedException("its entry " + open + " has an end that belongs to nothing");
      }
      sums.append(Sha256.hex(digest)).append("  ").append(open).append('\n');
      open = null;
    }
  }

  /**
   * Checks that all entries are what was written.
   *
   * @throws DamagedException if not
   */
  public void finish() throws IOException {
    endEntry();
    require(ArchiveWriter.SUMS);
    String written = new String(bytes(zip, ArchiveWriter.SUMS, MOST_SUMS), StandardCharsets.UTF_8);
    if (!written.contentEquals(sums)) {
      throw new DamagedException(
          "its checksums are not those of its entries, which were changed after it was written");
    }
  }
}
