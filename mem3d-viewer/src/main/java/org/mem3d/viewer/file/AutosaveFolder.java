package org.mem3d.viewer.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mem3d.Mem3dException;
import org.mem3d.file.FileFailure;

/**
 * Where sessions are kept while they are worked on, so that none is lost when a program ends before
 * its time. A file's name tells the process that writes it; where that is no longer there, the file
 * was left behind. Thread-safe.
 */
public final class AutosaveFolder {
  private static final Pattern NAME = Pattern.compile("([0-9]+)-[0-9]+\\.mem3d");

  private final Path folder;
  private final AtomicInteger next = new AtomicInteger();

  /** Uses a folder, which is made when it is needed. */
  public AutosaveFolder(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder of the user who runs the program. */
  public static AutosaveFolder ofUser() {
    return new AutosaveFolder(Path.of(System.getProperty("user.home", "."), ".mem3d", "autosave"));
  }

  /**
   * Returns a file for a session of this process; it is not there yet.
   *
   * @throws Mem3dException if the folder cannot be made
   */
  public Path newFile() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Mem3dException(
          "sessions cannot be kept in " + folder + ": " + FileFailure.text(e), e);
    }
    return folder.resolve(ProcessHandle.current().pid() + "-" + next.incrementAndGet() + ".mem3d");
  }

  /** Returns the files that were left behind, the latest first. */
  public List<Path> left() {
    List<Path> left = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(AutosaveFolder::isLeft).forEach(left::add);
      } catch (IOException e) {
        return List.of(); // Nothing can be restored from there.
      }
    }
    left.sort(Comparator.comparing(AutosaveFolder::time).reversed());
    return left;
  }

  private static boolean isLeft(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches()
        && ProcessHandle.of(Long.parseLong(name.group(1))).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  /** Deletes a file that is needed no more; harmless if it is not there. */
  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is offered again, which does no harm.
    }
  }
}
