package org.mem3d.importer;

import java.io.IOException;

/** Where the bytes of storages lie. */
interface StorageFile extends AutoCloseable {
  /** Returns how many bytes a storage has, or -1 if there is none of that name. */
  long size(String key);

  /**
   * Reads a part of a storage, which lies inside it.
   *
   * @param begin its first byte in the storage
   * @throws IOException if the file ends before or cannot be read
   */
  byte[] read(String key, long begin, int length) throws IOException;

  @Override
  void close() throws IOException;
}
