package org.mem3d.benchmarks;

import org.mem3d.graph.DType;
import org.mem3d.spi.CompileOptions;

/** The names of precisions. Stateless. */
final class Precisions {
  private Precisions() {}

  /**
   * Returns how a graph is compiled at a precision.
   *
   * @param name {@code f32} or {@code bf16}
   * @throws IllegalArgumentException if it is another
   */
  static CompileOptions options(String name) {
    return switch (name) {
      case "f32" -> CompileOptions.F32;
      case "bf16" -> new CompileOptions(DType.BF16);
      default ->
          throw new IllegalArgumentException("a precision is f32 or bf16, not '" + name + "'");
    };
  }
}
