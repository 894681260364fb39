package org.mem3d.backend.onednn;

/** The number format bfloat16: the upper half of a float32. */
final class BFloat16 {
  private BFloat16() {}

  /** Rounds to the nearest, ties to even; NaN stays NaN. */
  static short round(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  static float widen(short half) {
    return Float.intBitsToFloat(half << 16);
  }
}
