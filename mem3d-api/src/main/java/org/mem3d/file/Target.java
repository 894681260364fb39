package org.mem3d.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where what is written to a file goes. Immutable.
 *
 * @param named the file as the user names it
 * @param place where it lies once links are followed, absolute
 * @param kind what is there
 */
record Target(Path named, Path place, Kind kind) {
  /** What is at a file's place before it is written. */
  enum Kind {
    /** Nothing. */
    NEW,
    /** A file, to be replaced. */
    FILE,
    /** A pipe or a device, to be written to as it is. */
    STREAM
  }

  private static final int MOST_LINKS = 40;

  /** The bits of a mode that tell what kind of file it is, and those of a socket. */
  private static final int KIND_BITS = 0170000;

  private static final int SOCKET = 0140000;
  private static final List<PosixFilePermission> WRITE =
      List.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * Finds where a file goes, and refuses what can be known to be no place for one; writes nothing.
   *
   * @throws IOException with why the file cannot be written
   */
  static Target of(Path file) throws IOException {
    Path name = file.getFileName();
    if (name == null || name.toString().isEmpty()) {
      throw new IOException("it has no name; give a file's name");
    }
    try {
      BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
      if (there.isDirectory()) {
        throw new IOException("it is a folder; give a file's name");
      }
      if (isSocket(file)) {
        throw new IOException("it is a socket; give a file's name");
      }
      // What the standard streams lead to must stay what they lead to, even if it is a file.
      if (!there.isRegularFile() || isStandardStream(file)) {
        return new Target(file, file.toAbsolutePath(), Kind.STREAM);
      }
      Path place = file.toRealPath();
      requireWritable(place);
      return new Target(file, place, Kind.FILE);
    } catch (NoSuchFileException e) {
      Path place = endOfLinks(file.toAbsolutePath());
      requireFolder(place.getParent());
      return new Target(file, place, Kind.NEW);
    }
  }

  private static boolean isSocket(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(file, "unix:mode") instanceof Integer mode
        && (mode & KIND_BITS) == SOCKET;
  }

  private static boolean isStandardStream(Path file) {
    return file.getFileSystem() == FileSystems.getDefault()
        && (file.startsWith("/dev") || file.startsWith("/proc"));
  }

  /** Follows a link that leads to nothing, so that the link stays and what it names is made. */
  static Path endOfLinks(Path file) throws IOException {
    Path end = file;
    for (int i = 0; i < MOST_LINKS; i++) {
      if (!Files.isSymbolicLink(end)) {
        return end;
      }
      end = end.resolveSibling(Files.readSymbolicLink(end)).toAbsolutePath();
    }
    throw new FileSystemException(file.toString(), null, "too many symbolic links");
  }

  private static void requireFolder(@Nullable Path folder) throws IOException {
    if (folder == null || !Files.exists(folder)) {
      throw new IOException("the folder " + folder + " does not exist; make it");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is a file, not a folder; check the path");
    }
  }

  /** Refuses a file without write permission, even where the process may write every file. */
  private static void requireWritable(Path place) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(place, PosixFileAttributeView.class);
    boolean some =
        posix == null || posix.readAttributes().permissions().stream().anyMatch(WRITE::contains);
    if (!some || !Files.isWritable(place)) {
      throw new IOException("the file is read-only; make it writable or choose another name");
    }
  }

  /** Returns the folder in which the file lies. */
  Path folder() {
    Path folder = place.getParent();
    return folder == null ? place : folder;
  }
}
