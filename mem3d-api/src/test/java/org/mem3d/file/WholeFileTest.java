package org.mem3d.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name stands for a whole file, and what surrounds the file stays as it was. */
class WholeFileTest {
  @TempDir Path folder = Path.of(".");

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static void requireUnix() {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix"),
        "this file system has no permissions, links and groups as Unix has them");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 22, (1 << 22) + 1, 9_000_000})
  void allBytesArriveWhetherHeldInMemoryOrNot(int size) throws IOException {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Path file = folder.resolve("file");
    WholeFile.write(
        file,
        out -> {
          out.write(bytes, 0, size / 2);
          if (size > 0) {
            out.write(bytes[size / 2]);
            out.write(bytes, size / 2 + 1, size - size / 2 - 1);
          }
          out.close();
        });
    assertThat(file).hasBinaryContent(bytes);
    assertThat(names()).containsExactly("file");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9_000_000})
  void whatFailsLeavesWhatWasThere(int written) throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(new byte[written]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " cannot be written: the disk is full; make room and try again");
    assertThat(file).hasContent("old");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(new byte[written]);
                      throw new IllegalStateException("content");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("file");
  }

  @Test
  void aReplacedFileKeepsPermissionsOwnerAndGroup() throws IOException {
    requireUnix();
    Path file = folder.resolve("file");
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r-x"));
    Object group = Files.getAttribute(file, "unix:gid");
    Object another = Integer.valueOf(54321);
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(file, "unix:uid"));
    if (root) {
      Files.setAttribute(file, "unix:gid", another);
    }
    WholeFile.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw-r-x");
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(root ? another : group);
  }

  @Test
  void linksStay() throws IOException {
    requireUnix();
    Files.createDirectory(folder.resolve("far"));
    Path file = folder.resolve("far/file");
    Files.writeString(file, "old");
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("far", "file"));
    WholeFile.write(link, "through a link");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("through a link");

    Path dangling = folder.resolve("dangling");
    Files.createSymbolicLink(dangling, Path.of("far", "made"));
    WholeFile.write(dangling, "made");
    assertThat(dangling).isSymbolicLink();
    assertThat(folder.resolve("far/made")).hasContent("made");

    Path hard = folder.resolve("hard");
    Files.createLink(hard, file);
    WholeFile.write(hard, "short");
    assertThat(Files.isSameFile(hard, file)).isTrue();
    assertThat(file).hasContent("short");
    assertThat(names()).containsExactly("dangling", "far", "hard", "link");
  }

  @Test
  void whatIsNoPlaceForAFileIsRefused() throws IOException {
    requireRefused(folder, "it is a folder");
    requireRefused(folder.resolve("none/file"), "does not exist; make it");
    requireRefused(folder.resolve("x".repeat(300)), "too long");
    Path file = Files.writeString(folder.resolve("file"), "old");
    requireRefused(file.resolve("under"), "not a folder");
    requireUnix();
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    requireRefused(loop, "leads back to itself");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    requireRefused(file, "read-only");
    assertThat(file).hasContent("old");
  }

  private static void requireRefused(Path file, String why) {
    assertThatThrownBy(() -> WholeFile.write(file, "text"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " cannot be written: ")
        .hasMessageContaining(why);
  }

  @Test
  void devicesAreWrittenToAsTheyAre() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
    WholeFile.write(Path.of("/dev/null"), "text");
    requireRefused(Path.of("/dev/full"), "the disk is full");
    assertThat(Path.of("/dev/null")).exists();
  }

  @Test
  void filesInAnArchiveAreWrittenToo() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(folder.resolve("archive.zip"), Map.of("create", "true"))) {
      WholeFile.write(zip.getPath("file"), "one");
      WholeFile.write(zip.getPath("file"), "two");
      WholeFile.write(zip.getPath("/big"), out -> out.write(new byte[9_000_000]));
    }
    try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("archive.zip"));
        Stream<Path> files = Files.list(zip.getPath("/"))) {
      assertThat(Files.readString(zip.getPath("/file"))).isEqualTo("two");
      assertThat(Files.size(zip.getPath("/big"))).isEqualTo(9_000_000);
      assertThat(files.map(Path::toString)).containsExactlyInAnyOrder("/file", "/big");
      assertThat(FileContent.read(zip.getPath("file"), 10)).hasSize(3);
    }
  }

  @Test
  void whatAKilledProgramLeftGoesWithTheNextFile() throws IOException {
    Path leftover = Files.writeString(folder.resolve(".mem3d-1234.part"), "half");
    Path another = Files.writeString(folder.resolve(".another.part"), "not ours");
    Path young = Files.writeString(folder.resolve(".mem3d-5678.part"), "being written");
    Files.setLastModifiedTime(leftover, FileTime.from(Instant.now().minusSeconds(60)));
    Files.setLastModifiedTime(young, FileTime.from(Instant.now().plusSeconds(600)));
    WholeFile.write(folder.resolve("file"), "text");
    assertThat(leftover).doesNotExist();
    assertThat(another).exists();
    assertThat(young).exists();
  }

  @Test
  void whatIsReadIsBounded() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "12345");
    assertThat(FileContent.read(file, 5)).hasSize(5);
    assertThatThrownBy(() -> FileContent.read(file, 4))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 4 bytes");
    assertThatThrownBy(() -> FileContent.read(folder, 4))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " cannot be read: it is a folder; give a file");
  }
}
