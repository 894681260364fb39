package org.mem3d.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.mem3d.VolumeException;

/**
 * Checks that the tables of a TIFF file lie inside it, and end; ImageJ believes what they say of
 * their own lengths. Its exceptions leave out the file's name.
 */
final class TiffTables {
  private static final int ENTRY = 12;

  /** Bytes of a value of each type. */
  private static final int[] SIZES = {1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

  private TiffTables() {}

  /**
   * Checks a file.
   *
   * @throws VolumeException if a table or what it points to lies outside
   */
  static void check(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      ByteBuffer header = read(file, 0, 8);
      ByteOrder order = header.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      long next = header.order(order).getInt(4) & 0xffffffffL;
      Set<Long> seen = new HashSet<>();
      while (next != 0 && seen.add(next)) {
        int entries = read(file, next, 2).order(order).getShort(0) & 0xffff;
        ByteBuffer table = read(file, next + 2, entries * ENTRY + 4).order(order);
        for (int i = 0; i < entries; i++) {
          int type = table.getShort(ENTRY * i + 2) & 0xffff;
          long count = table.getInt(ENTRY * i + 4) & 0xffffffffL;
          long bytes = count * (type < SIZES.length ? SIZES[type] : 1);
          long at = table.getInt(ENTRY * i + 8) & 0xffffffffL;
          if (bytes > 4 && at + bytes > file.length()) {
            throw outside(file.length());
          }
        }
        next = table.getInt(ENTRY * entries) & 0xffffffffL;
      }
      if (next != 0) {
        throw new VolumeException("has tables that lead back to each other: it is damaged");
      }
    }
  }

  private static ByteBuffer read(RandomAccessFile file, long at, int count) throws IOException {
    if (at + count > file.length()) {
      throw outside(file.length());
    }
    byte[] bytes = new byte[count];
    file.seek(at);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static VolumeException outside(long size) {
    return new VolumeException(
        "has tables that lie outside its " + size + " bytes: it is truncated, copy it again");
  }
}
