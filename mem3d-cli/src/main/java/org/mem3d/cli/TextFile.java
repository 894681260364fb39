package org.mem3d.cli;

import java.nio.file.Path;
import org.mem3d.Mem3dException;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;

/** A page or a table that a command writes, in UTF-8. Stateless. */
final class TextFile {
  private TextFile() {}

  /**
   * Writes one; a file that is there is replaced.
   *
   * @throws Mem3dException if it cannot be written; what was there is then unchanged
   */
  static void write(Path file, String text) {
    try {
      WholeFile.write(file, text);
    } catch (FileException e) {
      throw new Mem3dException(e.getMessage(), e);
    }
  }
}
