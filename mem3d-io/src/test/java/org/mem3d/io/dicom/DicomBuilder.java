package org.mem3d.io.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Makes DICOM files for tests, in any of the three plain encodings. */
final class DicomBuilder {
  /** How elements are written. */
  enum Encoding {
    IMPLICIT(TransferSyntax.IMPLICIT),
    EXPLICIT(TransferSyntax.EXPLICIT),
    BIG("1.2.840.10008.1.2.2");

    final String uid;

    Encoding(String uid) {
      this.uid = uid;
    }
  }

  private final Encoding encoding;
  private final Map<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
  private String syntax;

  DicomBuilder(Encoding encoding) {
    this.encoding = encoding;
    this.syntax = encoding.uid;
  }

  /** Names another transfer syntax, for packed pixels. */
  DicomBuilder syntax(String uid) {
    syntax = uid;
    return this;
  }

  DicomBuilder text(int tag, String type, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    byte[] even = new byte[bytes.length + bytes.length % 2];
    System.arraycopy(bytes, 0, even, 0, bytes.length);
    if (even.length > bytes.length) {
      even[bytes.length] = (byte) (type.equals("UI") ? 0 : ' ');
    }
    return raw(tag, type, even);
  }

  DicomBuilder unsigned(int tag, int value) {
    return raw(tag, "US", ByteBuffer.allocate(2).order(order()).putShort((short) value).array());
  }

  /** Adds a sequence of items of a length that is told. */
  DicomBuilder items(int tag, DicomBuilder... items) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (DicomBuilder item : items) {
      byte[] body = item.body();
      all.writeBytes(head(0xFFFEE000, body.length));
      all.writeBytes(body);
    }
    return raw(tag, "SQ", all.toByteArray());
  }

  /** Adds a sequence of items that end with delimiters. */
  DicomBuilder openItems(int tag, DicomBuilder... items) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (DicomBuilder item : items) {
      all.writeBytes(head(0xFFFEE000, -1));
      all.writeBytes(item.body());
      all.writeBytes(head(0xFFFEE00D, 0));
    }
    all.writeBytes(head(0xFFFEE0DD, 0));
    elements.put(tag, element(tag, "SQ", all.toByteArray(), -1));
    return this;
  }

  /** Adds pixels of two bytes. */
  DicomBuilder shorts(short... pixels) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * pixels.length).order(order());
    bytes.asShortBuffer().put(pixels);
    return raw(Tag.PIXEL_DATA, "OW", bytes.array());
  }

  /** Adds packed pixels, a piece for each frame. */
  DicomBuilder pieces(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head(0xFFFEE000, 0));
    for (byte[] piece : pieces) {
      all.writeBytes(head(0xFFFEE000, piece.length));
      all.writeBytes(piece);
    }
    all.writeBytes(head(0xFFFEE0DD, 0));
    elements.put(Tag.PIXEL_DATA, element(Tag.PIXEL_DATA, "OB", all.toByteArray(), -1));
    return this;
  }

  DicomBuilder raw(int tag, String type, byte[] value) {
    elements.put(tag, element(tag, type, value, value.length));
    return this;
  }

  DicomBuilder without(int tag) {
    elements.remove(tag);
    return this;
  }

  private ByteOrder order() {
    return encoding == Encoding.BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private byte[] head(int tag, int length) {
    return ByteBuffer.allocate(8)
        .order(order())
        .putShort((short) (tag >> 16))
        .putShort((short) tag)
        .putInt(length)
        .array();
  }

  private byte[] element(int tag, String type, byte[] value, int length) {
    return element(tag, type, value, length, encoding, order());
  }

  private static byte[] element(
      int tag, String type, byte[] value, int length, Encoding encoding, ByteOrder order) {
    ByteBuffer all = ByteBuffer.allocate(value.length + 12).order(order);
    all.putShort((short) (tag >> 16)).putShort((short) tag);
    if (encoding == Encoding.IMPLICIT) {
      all.putInt(length);
    } else {
      all.put(type.getBytes(StandardCharsets.ISO_8859_1));
      if (type.matches("OB|OW|SQ|UN|UT")) {
        all.putShort((short) 0).putInt(length);
      } else {
        all.putShort((short) length);
      }
    }
    all.put(value);
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    return bytes;
  }

  private byte[] body() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    elements.values().forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Returns the file. */
  byte[] file() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[128]);
    all.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
    byte[] uid = new DicomBuilder(Encoding.EXPLICIT).text(0x00020010, "UI", syntax).body();
    all.writeBytes(uid);
    all.writeBytes(body());
    return all.toByteArray();
  }

  /** Returns the elements alone, as old programs wrote them. */
  byte[] fileWithoutMeta() {
    return body();
  }
}
