package org.mem3d.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;

/** Reads the value of elements whose chunk is not there, as double. Stateless. */
final class FillValue {
  private FillValue() {}

  /**
   * Returns the value; 0 where none is given.
   *
   * @throws org.mem3d.VolumeException if it is none of the type's
   */
  static double of(ZarrJson json, JsonNode value, ElementType type) {
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    if (value.isNumber()) {
      return value.asDouble();
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? 1 : 0;
    }
    String text = value.asText();
    try {
      return switch (text) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        // Bits of a float: in version 3 as a number of base 16, in version 2 as the array's bytes.
        default ->
            text.startsWith("0x")
                ? ofBits(HexFormat.of().parseHex(text.substring(2)), type, ByteOrder.BIG_ENDIAN)
                : ofBits(Base64.getDecoder().decode(text), type, type.order());
      };
    } catch (IllegalArgumentException e) {
      throw json.wrong(
          "has the fill value " + ZarrJson.shown(value) + ", which is none of " + type.name());
    }
  }

  private static double ofBits(byte[] bits, ElementType type, ByteOrder order) {
    if (bits.length != type.bytes() || !type.name().startsWith("float")) {
      throw new IllegalArgumentException("bits of another type");
    }
    ByteBuffer element = type.withOrder(order).given(bits);
    return type.bytes() == 8 ? element.getDouble() : element.getFloat();
  }
}
