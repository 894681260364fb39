package org.mem3d.graph;

/** The number format in which a tensor is held. */
public enum DType {
  /** IEEE 754 binary32. */
  F32(4),
  /** bfloat16: the upper half of a binary32 (8 bits of exponent, 7 of fraction). */
  BF16(2),
  /** IEEE 754 binary16 (5 bits of exponent, 10 of fraction): up to 65504. */
  F16(2),
  /** Whole numbers of 8 bits times a scale that is known when a graph is compiled. */
  I8(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }
}
