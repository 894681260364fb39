package org.mem3d.core.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.mem3d.file.WholeFile;
import org.mem3d.runtime.digest.Sha256;

/**
 * Writes a ZIP archive that ends with the SHA-256 of each entry, as the program sha256sum checks
 * them. The same entries give the same bytes. Belongs to one thread.
 */
public final class ArchiveWriter {
  /** The last entry. */
  static final String SUMS = "sha256sums.txt";

  /** The first moment that a ZIP archive can tell: entries do not say when they were written. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private final StringBuilder sums = new StringBuilder();

  /**
   * Begins an archive.
   *
   * @param out where it is written to; the caller closes it
   */
  public ArchiveWriter(OutputStream out) {
    zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  /**
   * Writes one entry.
   *
   * @param content writes it, and does not close what it writes to
   */
  public void entry(String name, WholeFile.Content content) throws IOException {
    MessageDigest digest = Sha256.digest();
    begin(name);
    OutputStream out = new BufferedOutputStream(new DigestOutputStream(zip, digest), 1 << 16);
    content.writeTo(out);
    out.flush();
    zip.closeEntry();
    sums.append(Sha256.hex(digest)).append("  ").append(name).append('\n');
  }

  /** Writes one entry of text, in UTF-8. */
  public void entry(String name, String text) throws IOException {
    entry(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void begin(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }

  /** Writes the sums and ends the archive. */
  public void finish() throws IOException {
    begin(SUMS);
    zip.write(sums.toString().getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
    zip.finish();
  }
}
