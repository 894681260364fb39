package org.mem3d.runtime.weights;

/** 16-bit floats of IEEE 754. Stateless. */
public final class Float16 {
  private Float16() {}

  /** Returns the value that 16 bits stand for. */
  public static float toFloat(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        exponent == 31
            ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
            : exponent == 0
                ? fraction * 0x1p-24f
                : Math.scalb(1f + fraction * 0x1p-10f, exponent - 15);
    return bits < 0 ? -magnitude : magnitude;
  }
}
