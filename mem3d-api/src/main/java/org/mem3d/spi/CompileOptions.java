package org.mem3d.spi;

import org.mem3d.graph.DType;

/**
 * How a graph is to be compiled. Immutable.
 *
 * @param precision the format in which convolutions and products compute; sums, softmax and
 *     everything at the graph's boundary stay float32
 */
public record CompileOptions(DType precision) {
  /** Float32 throughout. */
  public static final CompileOptions F32 = new CompileOptions(DType.F32);
}
