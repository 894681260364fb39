package org.mem3d.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one file that fuzzed bytes are written to, for readers of files; in memory where it can. */
public final class FuzzedFile {
  private static final Path FOLDER = folder();

  private FuzzedFile() {}

  private static Path folder() {
    try {
      Path memory = Path.of("/dev/shm");
      Path made =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "mem3d-fuzz")
              : Files.createTempDirectory("mem3d-fuzz");
      made.toFile().deleteOnExit();
      return made;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the file of a name, holding these bytes. */
  public static Path of(String name, byte[] bytes) throws IOException {
    Path file = FOLDER.resolve(name);
    file.toFile().deleteOnExit();
    return Files.write(file, bytes);
  }
}
