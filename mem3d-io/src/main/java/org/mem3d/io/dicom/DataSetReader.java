package org.mem3d.io.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mem3d.VolumeException;

/** Reads the elements of a file up to its pixels. Its exceptions leave out the file's name. */
final class DataSetReader {
  private static final long UNDEFINED = 0xffffffffL;
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int LONGEST_VALUE = 1 << 16;
  private static final int DEEPEST = 16;
  private static final int MOST_ITEMS = 1 << 20;

  private final FileBytes file;
  private final Set<Integer> values;
  private boolean explicit;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private long pixelsAt = -1;
  private long pixelBytes;
  private boolean words;
  private int keptItems;

  private DataSetReader(FileBytes file, Set<Integer> values) {
    this.file = file;
    this.values = values;
  }

  /**
   * Reads a file.
   *
   * @return nothing if it is no DICOM file
   * @throws VolumeException if it is a wrong one
   */
  static Optional<DataSet> read(Path path) throws IOException {
    return read(path, Tag.VALUES);
  }

  /**
   * Reads a file and keeps the values of other elements.
   *
   * @param values tags of the elements whose values are kept
   */
  static Optional<DataSet> read(Path path, Set<Integer> values) throws IOException {
    try (FileBytes file = new FileBytes(path)) {
      long start = start(file);
      if (start < 0) {
        return Optional.empty();
      }
      try {
        return Optional.of(new DataSetReader(file, values).read(path, start));
      } catch (EOFException | VolumeException e) {
        if (start > 0) {
          throw e;
        }
        return Optional.empty(); // its beginning looked like that of an old file by chance
      }
    }
  }

  /** Returns whether these first bytes are those of a DICOM file. */
  static boolean begins(byte[] start) {
    return (start.length >= 132 && "DICM".equals(ascii(start, 128)))
        || (start.length >= 8 && isGroup(start));
  }

  /** Files of old programs begin with their first element. */
  private static boolean isGroup(byte[] b) {
    boolean meta = b[0] == 2 && b[1] == 0 && b[2] == 0 && b[3] == 0;
    boolean little = b[0] == 8 && b[1] == 0 && b[3] == 0 && b[2] <= 0x20;
    boolean big = b[0] == 0 && b[1] == 8 && b[2] == 0 && b[3] <= 0x20;
    boolean typed = isLetter(b[4]) && isLetter(b[5]);
    boolean shortLength = b[6] == 0 && b[7] == 0;
    return ((meta || big) && typed) || (little && (typed || shortLength));
  }

  private static boolean isLetter(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  private static long start(FileBytes file) throws IOException {
    byte[] start = file.take((int) Math.min(132, file.size()));
    if (!begins(start)) {
      return -1;
    }
    return start.length >= 132 && "DICM".equals(ascii(start, 128)) ? 132 : 0;
  }

  private static String ascii(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
  }

  private DataSet read(Path path, long start) throws IOException {
    file.position(start);
    Elements all = new Elements(ByteOrder.LITTLE_ENDIAN);
    explicit = true;
    while (file.size() - file.position() >= 8 && peekGroup(ByteOrder.LITTLE_ENDIAN) == 2) {
      element(all, 0, true);
    }
    TransferSyntax syntax = syntax(all.text(Tag.TRANSFER_SYNTAX));
    explicit = syntax.explicit();
    order = syntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Elements elements = new Elements(order);
    if (!syntax.uid().equals("1.2.840.10008.1.2.1.99")) {
      try {
        while (pixelsAt < 0 && file.size() - file.position() >= 8) {
          element(elements, 0, true);
        }
      } catch (EOFException e) {
        throw new VolumeException("is truncated: its elements end too early; copy it again", e);
      }
    }
    return new DataSet(path, syntax, elements, pixelsAt, pixelBytes, words, file.size());
  }

  /** Returns the syntax that is named or, where none is, the one that the first element has. */
  private TransferSyntax syntax(String named) throws IOException {
    if (!named.isEmpty() || file.size() - file.position() < 8) {
      return TransferSyntax.of(named.isEmpty() ? TransferSyntax.IMPLICIT : named);
    }
    long at = file.position();
    byte[] first = file.take(6);
    file.position(at);
    boolean typed = isLetter(first[4]) && isLetter(first[5]);
    if (typed && first[0] == 0) {
      return TransferSyntax.of("1.2.840.10008.1.2.2");
    }
    return TransferSyntax.of(typed ? TransferSyntax.EXPLICIT : TransferSyntax.IMPLICIT);
  }

  private int peekGroup(ByteOrder order) throws IOException {
    long at = file.position();
    int group = file.unsignedShort(order);
    file.position(at);
    return group;
  }

  private int tag() throws IOException {
    int group = file.unsignedShort(order);
    return group << 16 | file.unsignedShort(order);
  }

  /** Reads the next element, and keeps it if it is of use; returns its tag. */
  private int element(Elements into, int depth, boolean kept) throws IOException {
    int tag = tag();
    boolean delimiter = tag == ITEM || tag == ITEM_END || tag == SEQUENCE_END;
    String type = "UN";
    long length;
    if (explicit && !delimiter) {
      type = new String(file.take(2), StandardCharsets.ISO_8859_1);
      length =
          switch (type) {
            case "OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UT", "UN", "UC", "UR", "SV", "UV" -> {
              file.take(2);
              yield file.unsignedInt(order);
            }
            default -> file.unsignedShort(order);
          };
    } else {
      length = file.unsignedInt(order);
      type = Tag.SEQUENCES.contains(tag) ? "SQ" : type;
    }
    if (delimiter) {
      return tag;
    }
    if (tag == Tag.PIXEL_DATA && depth == 0) {
      pixelsAt = file.position();
      pixelBytes = length == UNDEFINED ? -1 : length;
      words = !type.equals("OB");
    } else if (length == UNDEFINED || (type.equals("SQ") && Tag.SEQUENCES.contains(tag) && kept)) {
      sequence(into, tag, length, type, depth, kept && Tag.SEQUENCES.contains(tag));
    } else if (kept && values.contains(tag) && length <= LONGEST_VALUE) {
      into.put(tag, file.take((int) length));
    } else {
      file.position(file.position() + length);
    }
    return tag;
  }

  private void sequence(Elements into, int tag, long length, String type, int depth, boolean kept)
      throws IOException {
    if (depth >= DEEPEST) {
      throw new VolumeException(
          "has sequences in sequences, " + DEEPEST + " deep and more: it is damaged");
    }
    boolean before = explicit;
    ByteOrder orderBefore = order;
    if (type.equals("UN") && explicit) {
      explicit = false; // an unknown sequence is written without types
      order = ByteOrder.LITTLE_ENDIAN;
    }
    long end = length == UNDEFINED ? Long.MAX_VALUE : file.position() + length;
    List<Elements> items = new ArrayList<>();
    while (file.position() < end) {
      int itemTag = tag();
      long itemLength = file.unsignedInt(order);
      if (itemTag == SEQUENCE_END) {
        break;
      }
      if (itemTag != ITEM) {
        throw new VolumeException(
            "has in its sequence "
                + Tag.text(tag)
                + " the element "
                + Tag.text(itemTag)
                + " in place of an item: it is damaged");
      }
      Elements item = new Elements(order);
      item(item, itemLength, depth, kept);
      if (kept) {
        items.add(item);
        if (++keptItems > MOST_ITEMS) {
          throw new VolumeException("has more than " + MOST_ITEMS + " items: it is damaged");
        }
      }
    }
    explicit = before;
    order = orderBefore;
    if (kept) {
      into.put(tag, items);
    }
  }

  private void item(Elements item, long length, int depth, boolean kept) throws IOException {
    if (length != UNDEFINED && !kept) {
      file.position(file.position() + length);
      return;
    }
    long end = length == UNDEFINED ? Long.MAX_VALUE : file.position() + length;
    while (file.position() < end) {
      if (element(item, depth + 1, kept) == ITEM_END) {
        return;
      }
    }
  }
}
