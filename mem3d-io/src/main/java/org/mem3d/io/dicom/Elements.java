package org.mem3d.io.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mem3d.VolumeException;

/**
 * The data elements of a data set that are of use, by tag. Its exceptions leave out the file's name
 * and the values of elements, which might tell of a person.
 */
final class Elements {
  private final ByteOrder order;
  private final Map<Integer, byte[]> values = new HashMap<>();
  private final Map<Integer, List<Elements>> sequences = new HashMap<>();

  Elements(ByteOrder order) {
    this.order = order;
  }

  void put(int tag, byte[] value) {
    values.put(tag, value);
  }

  void put(int tag, List<Elements> items) {
    sequences.put(tag, List.copyOf(items));
  }

  /** Returns whether an element is there and has a value. */
  boolean has(int tag) {
    return values.getOrDefault(tag, new byte[0]).length > 0;
  }

  /** Returns the items of a sequence; none if it is not there. */
  List<Elements> items(int tag) {
    return sequences.getOrDefault(tag, List.of());
  }

  /** Returns the first item of a sequence. */
  Optional<Elements> item(int tag) {
    return items(tag).stream().findFirst();
  }

  /** Returns a value as it is stored; empty if it is not there. */
  byte[] bytes(int tag) {
    return values.getOrDefault(tag, new byte[0]).clone();
  }

  /** Returns a text without what fills it up; empty if it is not there. */
  String text(int tag) {
    return new String(values.getOrDefault(tag, new byte[0]), StandardCharsets.ISO_8859_1)
        .replace('\0', ' ')
        .strip();
  }

  /** Returns a text in UTF-8 or, where it is none, in Latin-1. */
  String name(int tag) {
    byte[] bytes = values.getOrDefault(tag, new byte[0]);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\ufffd') >= 0 ? text(tag) : text.replace('\0', ' ').strip();
  }

  /** Returns an unsigned number of two bytes, or the other if it is not there. */
  int unsigned(int tag, int absent) {
    byte[] value = values.getOrDefault(tag, new byte[0]);
    if (value.length < 2) {
      return absent;
    }
    return ByteBuffer.wrap(value).order(order).getShort(0) & 0xffff;
  }

  /** Returns unsigned numbers of two bytes. */
  int[] unsigned(int tag) {
    byte[] value = values.getOrDefault(tag, new byte[0]);
    ByteBuffer buffer = ByteBuffer.wrap(value).order(order);
    int[] all = new int[value.length / 2];
    for (int i = 0; i < all.length; i++) {
      all[i] = buffer.getShort(2 * i) & 0xffff;
    }
    return all;
  }

  /**
   * Returns an unsigned number of two bytes that must be there.
   *
   * @throws VolumeException if it is not, or is 0
   */
  int require(int tag) {
    int value = unsigned(tag, 0);
    if (value == 0) {
      throw new VolumeException(
          "has no " + Tag.text(tag) + ", which images must have: it is damaged");
    }
    return value;
  }

  /** Returns an unsigned number of four bytes, or the other if it is not there. */
  long unsignedLong(int tag, long absent) {
    byte[] value = values.getOrDefault(tag, new byte[0]);
    return value.length < 4 ? absent : ByteBuffer.wrap(value).order(order).getInt(0) & 0xffffffffL;
  }

  /**
   * Returns numbers in text; none if the element is not there or empty.
   *
   * @throws VolumeException if there are fewer than wanted, or one is no finite number
   */
  Optional<double[]> decimals(int tag, int count) {
    String text = text(tag);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] words = text.split("\\\\", -1);
    try {
      double[] numbers =
          Arrays.stream(words)
              .limit(count)
              .mapToDouble(w -> Double.parseDouble(w.strip()))
              .toArray();
      if (numbers.length == count && Arrays.stream(numbers).allMatch(Double::isFinite)) {
        return Optional.of(numbers);
      }
    } catch (NumberFormatException e) {
      // Told below, without the text.
    }
    throw new VolumeException(
        "has in "
            + Tag.text(tag)
            + " not the "
            + count
            + " numbers that belong there: it is damaged");
  }

  /** Returns a number in text, or the other if it is not there. */
  double decimal(int tag, double absent) {
    return decimals(tag, 1).map(numbers -> numbers[0]).orElse(absent);
  }

  /** Returns a whole number in text, or the other if it is not there or none. */
  int whole(int tag, int absent) {
    try {
      String text = text(tag);
      return text.isEmpty() ? absent : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return absent;
    }
  }
}
