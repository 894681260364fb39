package org.mem3d.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mem3d.VolumeException;

/**
 * The fields of a header of text, by name; capitals and blanks in names do not count. Its
 * exceptions leave out the file's name.
 */
final class TextHeader {
  private final Map<String, String> fields = new LinkedHashMap<>();

  /**
   * Adds a field.
   *
   * @throws VolumeException if it is there already
   */
  void add(String name, String value) {
    if (fields.putIfAbsent(key(name), value.strip()) != null) {
      throw new VolumeException(
          "has the field '" + name + "' twice in its header: it is damaged, remove one");
    }
  }

  private static String key(String name) {
    return name.replace(" ", "").toLowerCase(Locale.ROOT);
  }

  /** Returns the first of these fields that is there. */
  Optional<String> text(String... names) {
    return Arrays.stream(names).filter(this::has).findFirst().map(name -> require(name));
  }

  boolean has(String name) {
    return fields.containsKey(key(name));
  }

  /**
   * Returns a field that must be there.
   *
   * @throws VolumeException if it is not
   */
  String require(String name) {
    String value = fields.get(key(name));
    if (value == null) {
      throw new VolumeException(
          "has no field '" + name + "' in its header, which must be there: it is damaged");
    }
    return value;
  }

  /** Returns a field's words, with blanks between them. */
  static List<String> words(String value) {
    return Arrays.stream(value.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  /**
   * Returns a field's numbers.
   *
   * @param count how many there must be
   * @throws VolumeException if there are more or fewer, or one is no number
   */
  double[] numbers(String name, int count) {
    List<String> words = words(require(name));
    if (words.size() != count) {
      throw new VolumeException(
          "has " + words.size() + " numbers in '" + name + "', not " + count + ": " + shown(name));
    }
    return words.stream().mapToDouble(word -> number(name, word)).toArray();
  }

  /**
   * Returns a field's whole number.
   *
   * @throws VolumeException if it is none, or lies outside
   */
  long whole(String name, long least, long most) {
    double value = numbers(name, 1)[0];
    if (value != Math.rint(value) || value < least || value > most) {
      throw new VolumeException(
          "has in '"
              + name
              + "' the value "
              + shown(name)
              + ", which must be a whole number of "
              + least
              + " to "
              + most);
    }
    return (long) value;
  }

  /**
   * Returns a field's sizes, all positive.
   *
   * @throws VolumeException if there are fewer or more, or one is not positive or too large
   */
  List<Long> sizes(String name, int count) {
    List<Long> sizes = new ArrayList<>();
    for (double size : numbers(name, count)) {
      if (!(size >= 1) || size != Math.rint(size) || size > Integer.MAX_VALUE) {
        throw new VolumeException(
            "has the sizes " + shown(name) + ": each must be a positive whole number");
      }
      sizes.add((long) size);
    }
    return sizes;
  }

  private double number(String name, String word) {
    try {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "nan", "-nan" -> Double.NaN;
        case "inf", "+inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(word);
      };
    } catch (NumberFormatException e) {
      throw new VolumeException("has in '" + name + "' what is no number: " + shown(name), e);
    }
  }

  /** Returns a field as it can stand in a message. */
  String shown(String name) {
    return shownText(fields.getOrDefault(key(name), ""));
  }

  static String shownText(String value) {
    String plain = value.replaceAll("\\p{Cntrl}", "?");
    return "'" + (plain.length() > 80 ? plain.substring(0, 80) + "..." : plain) + "'";
  }
}
