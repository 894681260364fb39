package org.mem3d.cli;

import java.util.Locale;
import org.mem3d.graph.DType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number formats' names on the command line. */
final class FormatNames implements ITypeConverter<DType> {
  @Override
  public DType convert(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "f32", "float32" -> DType.F32;
      case "bf16", "bfloat16" -> DType.BF16;
      default -> throw new TypeConversionException("'" + text + "' is not f32 or bf16");
    };
  }
}
