package org.mem3d.cli;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.mem3d.batch.input.PathText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the names of files that are written: what ends as a folder's name does is none. */
final class FileNames implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    if (text.endsWith("/") || text.endsWith(File.separator)) {
      throw new TypeConversionException("'" + text + "' names a folder: give a file's name");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(PathText.refusal(text, e));
    }
  }
}
