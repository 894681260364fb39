package org.mem3d.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.mem3d.VolumeException;
import org.mem3d.file.FileException;
import org.mem3d.file.WholeFile;

/** Writes a header of text and its voxels, into one file or two. Stateless. */
final class DetachedFile {
  private DetachedFile() {}

  /** Writes bytes. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes header and voxels into one file. */
  static void one(Path path, String header, Content voxels) {
    write(
        path,
        out -> {
          out.write(header.getBytes(StandardCharsets.UTF_8));
          voxels.writeTo(out);
        });
  }

  /**
   * Writes the voxels into a file of their own and then the header, which takes its place last. If
   * the voxels cannot be written, both files are as they were.
   */
  static void two(Path path, String header, Path data, Content voxels) {
    write(
        path,
        out -> {
          out.write(header.getBytes(StandardCharsets.UTF_8));
          write(data, voxels);
        });
  }

  private static void write(Path path, Content content) {
    try {
      WholeFile.write(
          path,
          file -> {
            try (OutputStream out = new BufferedOutputStream(file, 1 << 16)) {
              content.writeTo(out);
            }
          });
    } catch (FileException e) {
      throw new VolumeException(e.getMessage(), e);
    }
  }

  /** Returns the file of voxels beside a header: its name with another ending. */
  static Path beside(Path header, String ending, String other) {
    String name = String.valueOf(header.getFileName());
    return header.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
  }
}
