package org.mem3d.importer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;

/** The zip serialisation: {@code NAME/data.pkl} and {@code NAME/data/KEY}, stored uncompressed. */
final class ZipStorages implements StorageFile {
  private static final String PICKLE = "data.pkl";

  private final ZipFile zip;
  private final String source;
  private final String prefix;

  private ZipStorages(ZipFile zip, String source, String prefix) {
    this.zip = zip;
    this.source = source;
    this.prefix = prefix;
  }

  static ZipStorages open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      String pickle =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ModelException(file + " is a zip file without data.pkl: no checkpoint"));
      String prefix = pickle.substring(0, pickle.length() - PICKLE.length());
      ZipStorages storages = new ZipStorages(zip, file.toString(), prefix);
      storages.requireLittleEndian();
      return storages;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private void requireLittleEndian() throws IOException {
    ZipEntry order = entry("byteorder");
    if (order != null) {
      try (InputStream in = zip.getInputStream(order)) {
        if (in.read() == 'b') {
          throw new ModelException(source + " is big-endian; only little-endian files are read");
        }
      }
    }
  }

  /** Reads what the checkpoint consists of. */
  Object pickle() throws IOException {
    ZipEntry entry = entry(PICKLE);
    if (entry == null) {
      throw new AssertionError(PICKLE);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return PickleReader.read(new ByteReader(in, entry.getSize(), source));
    }
  }

  private @Nullable ZipEntry entry(String name) {
    ZipEntry entry = zip.getEntry(prefix + name);
    if (entry != null && entry.getMethod() != ZipEntry.STORED) {
      throw new ModelException(
          source + ": '" + entry.getName() + "' is compressed; PyTorch never does");
    }
    return entry;
  }

  @Override
  public long size(String key) {
    ZipEntry entry = entry("data/" + key);
    return entry == null ? -1 : entry.getSize();
  }

  @Override
  public byte[] read(String key, long begin, int length) throws IOException {
    ZipEntry entry = entry("data/" + key);
    if (entry == null) {
      throw new EOFException("no storage " + key);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      in.skipNBytes(begin);
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException(
            "storage " + key + " ends after " + (begin + bytes.length) + " bytes");
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
