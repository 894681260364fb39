package org.mem3d.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.mem3d.VolumeException;

/** Writes files so that a name only ever stands for a whole one. */
final class WholeFile {
  /** Writes what the file shall hold; may close the stream. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  /**
   * Writes a temporary file beside the target and moves it into the target's place.
   *
   * @throws VolumeException if that fails; the target is then as it was and nothing lies beside it
   */
  static void write(Path target, Content content) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new VolumeException(target + " cannot be written: the folder does not exist; make it");
    }
    if (Files.isDirectory(target)) {
      throw new VolumeException(target + " cannot be written: it is a folder; give a file's name");
    }
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(out);
      }
      move(temporary, target);
    } catch (AccessDeniedException e) {
      throw new VolumeException(
          target + " cannot be written: its folder's permissions forbid it; choose another", e);
    } catch (IOException e) {
      throw new VolumeException(
          target + " cannot be written: " + e + "; check the space that is left", e);
    } finally {
      deleteIfThere(temporary);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteIfThere(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw new VolumeException(temporary + " is left over and cannot be deleted: " + e, e);
    }
  }
}
