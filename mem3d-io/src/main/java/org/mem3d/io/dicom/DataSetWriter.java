package org.mem3d.io.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects elements and writes them in their order, explicit and little-endian. */
final class DataSetWriter {
  private static final int META_LENGTH = 0x00020000;
  private static final int ITEM = 0xFFFEE000;

  private final Map<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);

  /** Adds an element of ASCII text. */
  DataSetWriter text(int tag, String type, String value) {
    return bytes(tag, type, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds unsigned numbers of two bytes. */
  DataSetWriter unsigned(int tag, int... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int value : values) {
      number(bytes, value, 2);
    }
    return bytes(tag, "US", bytes.toByteArray());
  }

  /** Adds unsigned numbers of four bytes. */
  DataSetWriter unsignedLongs(int tag, int... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int value : values) {
      number(bytes, value, 4);
    }
    return bytes(tag, "UL", bytes.toByteArray());
  }

  /** Adds an element whose value is a tag. */
  DataSetWriter tag(int tag, int value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tag(bytes, value);
    return bytes(tag, "AT", bytes.toByteArray());
  }

  private static void tag(ByteArrayOutputStream to, int tag) {
    number(to, tag >>> 16, 2);
    number(to, tag, 2);
  }

  private static void number(ByteArrayOutputStream to, int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      to.write(value >>> (8 * i));
    }
  }

  /** Adds a sequence. */
  DataSetWriter items(int tag, List<DataSetWriter> items) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (DataSetWriter item : items) {
      byte[] body = item.toBytes();
      tag(all, ITEM);
      number(all, body.length, 4);
      all.writeBytes(body);
    }
    return bytes(tag, "SQ", all.toByteArray());
  }

  /** Adds a sequence of one item. */
  DataSetWriter item(int tag, DataSetWriter item) {
    return items(tag, List.of(item));
  }

  /** Adds a code of a coding scheme as a sequence of one item. */
  DataSetWriter code(int tag, String value, String scheme, String meaning) {
    return item(
        tag,
        new DataSetWriter()
            .text(0x00080100, "SH", value)
            .text(0x00080102, "SH", scheme)
            .text(0x00080104, "LO", meaning));
  }

  /** Adds an element; its value is filled up to an even length as its type asks. */
  DataSetWriter bytes(int tag, String type, byte[] value) {
    boolean isLong = type.matches("OB|OW|SQ|UN|UT");
    int even = value.length + value.length % 2;
    ByteArrayOutputStream all = new ByteArrayOutputStream(even + 12);
    tag(all, tag);
    all.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    if (isLong) {
      number(all, 0, 2);
    }
    number(all, even, isLong ? 4 : 2);
    all.writeBytes(value);
    if (even > value.length) {
      all.write(type.matches("UI|OB") ? 0 : ' ');
    }
    elements.put(tag, all.toByteArray());
    return this;
  }

  private byte[] toBytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    elements.values().forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Returns a file of these elements. */
  byte[] toFile(String sopClass, String instance) {
    DataSetWriter meta =
        new DataSetWriter()
            .bytes(0x00020001, "OB", new byte[] {0, 1})
            .text(0x00020002, "UI", sopClass)
            .text(0x00020003, "UI", instance)
            .text(Tag.TRANSFER_SYNTAX, "UI", TransferSyntax.EXPLICIT)
            .text(0x00020012, "UI", "2.25.317894560172403846120983457612098347561")
            .text(0x00020013, "SH", "MEM3D");
    int length = meta.toBytes().length;
    meta.unsignedLongs(META_LENGTH, length);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[128]);
    all.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(meta.toBytes());
    all.writeBytes(toBytes());
    return all.toByteArray();
  }
}
