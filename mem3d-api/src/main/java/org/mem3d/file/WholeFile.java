package org.mem3d.file;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Writes files so that a name only ever stands for a whole one. Stateless.
 *
 * <p>What is written goes into a file beside the target that takes its place when all of it is on
 * the disk; if writing fails or the program is ended before, what was there stays as it was. A file
 * that is replaced keeps its permissions, owner and group; a symbolic link stays, and what it leads
 * to is replaced. A file of several hard links, or whose owner the process may not give to another
 * file, is overwritten instead, once its new content is on the disk beside it. Pipes and devices
 * are written to as they are. Paths may be of any file system.
 */
public final class WholeFile {
  /** Writes what the file shall hold; may close the stream. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** The streams of the process, by the names that Unix gives them. */
  private static final Map<String, FileDescriptor> OWN =
      Map.of(
          "/dev/stdout", FileDescriptor.out,
          "/dev/fd/1", FileDescriptor.out,
          "/proc/self/fd/1", FileDescriptor.out,
          "/dev/stderr", FileDescriptor.err,
          "/dev/fd/2", FileDescriptor.err,
          "/proc/self/fd/2", FileDescriptor.err);

  private WholeFile() {}

  /**
   * Writes a file.
   *
   * @throws FileException if that fails; the file is then as it was, unless it is a pipe or a
   *     device
   */
  public static void write(Path file, Content content) throws FileException {
    try {
      Target target = Target.of(file);
      switch (target.kind()) {
        case STREAM -> stream(file, content);
        case NEW -> place(target, Likeness.NONE, content);
        case FILE -> place(target, Likeness.of(target.place()), content);
      }
    } catch (IOException e) {
      throw new FileException(file + " cannot be written: " + FileFailure.text(e), e);
    }
  }

  /** Writes a text in UTF-8, else as {@link #write(Path, Content)}. */
  public static void write(Path file, String text) throws FileException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void stream(Path file, Content content) throws IOException {
    FileDescriptor own = OWN.get(file.toString());
    if (own != null) {
      // Opened anew, a file to which the stream leads would be written to from its beginning. Not
      // closed: the program's answers go there too.
      content.writeTo(new Uncloseable(new FileOutputStream(own)));
      return;
    }
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      content.writeTo(out);
    }
  }

  private static void place(Target target, Likeness likeness, Content content) throws IOException {
    PartFile part = new PartFile(target.folder(), likeness.forCreation());
    try {
      content.writeTo(new Uncloseable(part));
      Path whole = part.complete();
      if (likeness.give(whole)) {
        move(whole, target);
      } else {
        overwrite(whole, target.place());
      }
    } finally {
      part.discard();
    }
  }

  private static void move(Path whole, Target target) throws IOException {
    try {
      Files.move(whole, target.place(), StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException | UnsupportedOperationException e) {
      Files.move(whole, target.place(), StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      if (target.kind() == Target.Kind.NEW) {
        throw e;
      }
      // The name is held fast: a mounted file, or one of somebody else's in a shared folder.
      overwrite(whole, target.place());
      return;
    }
    forceFolder(target.folder());
  }

  private static void overwrite(Path whole, Path place) throws IOException {
    try (FileChannel from = FileChannel.open(whole);
        FileChannel to = FileChannel.open(place, StandardOpenOption.WRITE)) {
      long size = from.size();
      if (Files.getFileStore(place).getUsableSpace() < size - to.size()) {
        throw new IOException("the disk is full; make room and try again");
      }
      for (long at = 0; at < size; ) {
        at += from.transferTo(at, size - at, to);
      }
      to.truncate(size);
      to.force(true);
    }
  }

  /** Brings the new name to the disk, where folders can be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel opened = FileChannel.open(folder)) {
      opened.force(true);
    } catch (IOException | UnsupportedOperationException e) {
      // The content is on the disk, and the name is about to be.
    }
  }

  /** Content may close what it writes to; the file is closed when it is in its place. */
  private static final class Uncloseable extends FilterOutputStream {
    Uncloseable(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
