package org.mem3d.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way, under a name of its own beside the target. What is written is held in memory
 * at first, so that most files are there under that name for an instant only. It goes when {@link
 * #discard} is called or the program ends, even by a signal; what a program that was killed left
 * behind goes when the next file is written into the folder. Belongs to one thread.
 */
final class PartFile extends OutputStream {
  private static final String PREFIX = ".mem3d-";
  private static final String SUFFIX = ".part";
  private static final int HELD_BYTES = 1 << 22;

  /** A file younger than this may be one whose writer has not locked it yet. */
  private static final Duration YOUNG = Duration.ofSeconds(2);

  /** The part files of this process: to open and close one would let go of its lock. */
  private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

  private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Path path;
  private final FileAttribute<?>[] attributes;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final Thread hook = new Thread(this::deleteNow, "mem3d-part-file");
  private @Nullable SeekableByteChannel channel;

  /** Makes one for a folder; nothing is created yet. */
  PartFile(Path folder, FileAttribute<?>... attributes) {
    this.folder = folder;
    this.path = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
    this.attributes = attributes;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (channel == null && held.size() + (long) length <= HELD_BYTES) {
      held.write(bytes, offset, length);
      return;
    }
    write(create(), ByteBuffer.wrap(bytes, offset, length));
  }

  /** Creates the file, if it is not there yet, and writes what was held. */
  SeekableByteChannel create() throws IOException {
    if (channel != null) {
      return channel;
    }
    if (path.getFileSystem() == FileSystems.getDefault()) {
      sweep(folder);
    }
    LIVE.add(path);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw new IOException("the program is ending", e);
    }
    SeekableByteChannel opened =
        Files.newByteChannel(
            path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    channel = opened;
    lock(opened);
    write(opened, ByteBuffer.wrap(held.toByteArray()));
    held.reset();
    return opened;
  }

  private static void write(SeekableByteChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /** Tells other processes that somebody still writes this file, where the disk has locks. */
  private static void lock(SeekableByteChannel opened) {
    if (opened instanceof FileChannel file) {
      try {
        file.tryLock();
      } catch (IOException | UnsupportedOperationException e) {
        // Then nobody can find that the file is not locked, either.
      }
    }
  }

  /** Brings all that was written to the disk and returns where it lies, ready to be moved. */
  Path complete() throws IOException {
    SeekableByteChannel whole = create();
    if (whole instanceof FileChannel file) {
      file.force(true);
    }
    // Elsewhere than on Unix an open file cannot be moved; there it stays open, and so locked.
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      whole.close();
    }
    return path;
  }

  /** Lets go of the file: closes it, and deletes it if it is still there under its own name. */
  void discard() throws IOException {
    try {
      if (channel != null) {
        channel.close();
        Files.deleteIfExists(path);
      }
    } finally {
      LIVE.remove(path);
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The program is ending; the hook deletes what is there.
      }
    }
  }

  private void deleteNow() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // The next file that is written into the folder sweeps it away.
    }
  }

  /** Deletes what processes left that were killed, once for each folder. */
  private static void sweep(Path folder) {
    if (!SWEPT.add(folder.toAbsolutePath().normalize())) {
      return;
    }
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path leftover : leftovers) {
        if (isLeftOver(leftover)) {
          Files.deleteIfExists(leftover);
        }
      }
    } catch (IOException | DirectoryIteratorException | UnsupportedOperationException e) {
      // They can stay: to write is what was asked for.
    }
  }

  private static boolean isLeftOver(Path file) throws IOException {
    Instant young = Instant.now().minus(YOUNG);
    if (LIVE.contains(file.toAbsolutePath().normalize())
        || Files.getLastModifiedTime(file).toInstant().isAfter(young)) {
      return false;
    }
    try (FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = opened.tryLock()) {
      return lock != null;
    }
  }
}
