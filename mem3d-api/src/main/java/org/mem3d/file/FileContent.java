package org.mem3d.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of any kind and any file system. Stateless. */
public final class FileContent {
  private FileContent() {}

  /**
   * Returns whether a file is one on a disk, which gives the same bytes from any place each time it
   * is opened; a pipe or a device gives them once, and an archive from their beginning alone.
   */
  public static boolean isOnDisk(Path file) {
    return file.getFileSystem() == FileSystems.getDefault() && Files.isRegularFile(file);
  }

  /**
   * Opens a file of any kind, to be read once from its beginning; the caller closes the stream.
   *
   * @throws IOException what the file system reports, as it is
   */
  public static InputStream open(Path file) throws IOException {
    return new ForwardStream(Files.newInputStream(file));
  }

  /**
   * Reads all bytes of a file, opening it once.
   *
   * @param most how many there may be
   * @throws FileException if that fails or there are more
   */
  public static byte[] read(Path file, int most) throws FileException {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder; give a file");
      }
      try (InputStream in = open(file)) {
        byte[] bytes = in.readNBytes(most);
        if (bytes.length == most && in.read() >= 0) {
          throw new IOException("it holds more than " + most + " bytes; is it the right one?");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new FileException(file + " cannot be read: " + FileFailure.text(e), e);
    }
  }
}
