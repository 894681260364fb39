package org.mem3d.benchmarks;

import java.util.Locale;
import org.mem3d.Mem3dException;
import org.mem3d.graph.DType;
import org.mem3d.spi.CompileOptions;

/** The names of precisions. Stateless. */
final class Precisions {
  private Precisions() {}

  /**
   * Returns how a graph is compiled at a precision.
   *
   * @param name {@code f32}, {@code bf16}, {@code f16} or {@code int8}
   * @throws Mem3dException if it is another
   */
  static CompileOptions options(String name) {
    return switch (name) {
      case "f32" -> CompileOptions.F32;
      case "bf16" -> new CompileOptions(DType.BF16);
      case "f16" -> new CompileOptions(DType.F16);
      case "int8" -> new CompileOptions(DType.I8);
      default ->
          throw new Mem3dException("a precision is f32, bf16, f16 or int8, not '" + name + "'");
    };
  }

  /** Returns the name of a format, as {@link #options} takes it. */
  static String name(DType type) {
    return type == DType.I8 ? "int8" : type.name().toLowerCase(Locale.ROOT);
  }
}
