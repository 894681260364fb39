package org.mem3d.cli;

import org.mem3d.ModelException;
import org.mem3d.published.network.Architecture;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The published networks' names on the command line. */
final class ArchitectureNames implements ITypeConverter<Architecture> {
  @Override
  public Architecture convert(String text) {
    try {
      return Architecture.named(text);
    } catch (ModelException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
