package org.mem3d.io.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the elements of an array are.
 *
 * @param name as in version 3, such as {@code int16}
 * @param bytes of one as it is stored
 * @param order of the bytes
 */
record ElementType(String name, int bytes, ByteOrder order) {
  private static final Pattern NUMPY = Pattern.compile("([<>|=])([uif])([1248])");
  private static final Pattern NAME =
      Pattern.compile("(?:u?int(?=8|16|32|64)|float(?=16|32|64))(8|16|32|64)");

  /** Returns the type of NumPy's short name, such as {@code <i2}; empty if none is read. */
  static Optional<ElementType> ofNumPy(String name) {
    Matcher parts = NUMPY.matcher(name);
    if (name.equals("|b1")) {
      return ofName("bool", ByteOrder.LITTLE_ENDIAN);
    }
    if (!parts.matches()) {
      return Optional.empty();
    }
    boolean big = parts.group(1).equals(">");
    String kind =
        switch (parts.group(2)) {
          case "u" -> "uint";
          case "i" -> "int";
          default -> "float";
        };
    return ofName(
        kind + 8 * Integer.parseInt(parts.group(3)),
        big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the type of a name such as {@code int16}; empty if none is read. */
  static Optional<ElementType> ofName(String name, ByteOrder order) {
    if (name.equals("bool")) {
      return Optional.of(new ElementType(name, 1, order));
    }
    Matcher bits = NAME.matcher(name);
    return bits.matches()
        ? Optional.of(new ElementType(name, Integer.parseInt(bits.group(1)) / 8, order))
        : Optional.empty();
  }

  ElementType withOrder(ByteOrder other) {
    return new ElementType(name, bytes, other);
  }

  private boolean isHalf() {
    return name.equals("float16");
  }

  /** Returns as which type elements are given, of those that Java has. */
  String givenName() {
    return isHalf() ? "float32" : name.equals("bool") ? "uint8" : name;
  }

  /** Returns the bytes of one element as it is given. */
  int givenBytes() {
    return isHalf() ? 4 : bytes;
  }

  /** Returns elements as they are given, from the bytes that are stored of them. */
  ByteBuffer given(byte[] stored) {
    ByteBuffer bytes = ByteBuffer.wrap(stored).order(order);
    if (!isHalf()) {
      return bytes;
    }
    ByteBuffer wide = ByteBuffer.allocate(2 * stored.length).order(order);
    while (bytes.hasRemaining()) {
      wide.putFloat(ofHalf(bytes.getShort()));
    }
    return wide.flip();
  }

  /** Returns the value of IEEE 754's binary16. */
  static float ofHalf(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float size =
        exponent == 0
            ? Math.scalb((float) fraction, -24)
            : exponent == 31
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : Math.scalb((float) (1024 + fraction), exponent - 25);
    return bits < 0 ? -size : size;
  }
}
