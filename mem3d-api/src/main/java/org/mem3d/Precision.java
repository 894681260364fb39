package org.mem3d;

/**
 * The number format in which the networks' convolutions and products compute. Sums, softmax and
 * everything that a session keeps stay 32-bit floats in any case.
 */
public enum Precision {
  /** The fastest one that the backend and the processor have, of those that the masks survive. */
  AUTO,
  /** 32-bit floats. */
  FLOAT32,
  /** 16-bit floats with an 8-bit exponent: about twice as fast where the processor has them. */
  BFLOAT16,
  /**
   * 16-bit floats with a 5-bit exponent, eight times as exact as {@link #BFLOAT16}: for cards that
   * are fast in it alone. A value beyond 65504 becomes infinite, so {@link #AUTO} never takes it.
   */
  FLOAT16,
  /**
   * Whole numbers of 8 bits in most convolutions of the memory network, 32-bit floats in all else:
   * for processors without {@link #BFLOAT16}. The interaction network, whose answers to marks lose
   * by it, stays in 32-bit floats. Needs weights that tell how large their convolutions' inputs
   * are, as the default ones do.
   */
  INT8
}
