package org.mem3d.io;

import java.util.Locale;

/** Units of length by the names that files have for them. Stateless. */
final class LengthUnit {
  private LengthUnit() {}

  /** Returns the millimetres of a unit; 1 for every name that is none of a length. */
  static double millimetres(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "\u00e5", "angstrom" -> 1e-7;
      case "nm", "nanometer" -> 1e-6;
      case "um", "\u00b5m", "\u03bcm", "micron", "microns", "micrometer" -> 1e-3;
      case "cm", "centimeter" -> 10;
      case "dm", "decimeter" -> 100;
      case "m", "meter" -> 1000;
      case "inch", "in" -> 25.4;
      case "foot", "ft" -> 304.8;
      default -> 1;
    };
  }
}
