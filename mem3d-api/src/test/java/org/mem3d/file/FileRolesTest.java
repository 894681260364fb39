package org.mem3d.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that would overwrite each other, or cannot be written, are found before the work. */
class FileRolesTest {
  @TempDir Path folder = Path.of(".");

  private static void requireRefused(FileRoles roles, String... words) {
    assertThatThrownBy(roles::check)
        .isInstanceOf(FileRoleException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void anOutputThatIsAnInput() throws IOException {
    Path image = Files.writeString(folder.resolve("image"), "image");
    Files.createDirectory(folder.resolve("sub"));
    requireRefused(
        new FileRoles().reads("IMAGE", image).writes("--out", image),
        "--out",
        "would overwrite IMAGE");
    requireRefused(
        new FileRoles().reads("IMAGE", image).writes("--out", folder.resolve("sub/../image")),
        "would overwrite");
    assertThat(image).hasContent("image");
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix"),
        "links are made on Unix alone");
    Path soft = Files.createSymbolicLink(folder.resolve("soft"), image);
    Path hard = Files.createLink(folder.resolve("hard"), image);
    Path around = Files.createSymbolicLink(folder.resolve("around"), folder);
    for (Path name : List.of(soft, hard, around.resolve("image"))) {
      requireRefused(
          new FileRoles().reads("IMAGE", image).writes("--out", name), "would overwrite");
      requireRefused(
          new FileRoles().reads("IMAGE", name).writes("--out", image), "would overwrite");
    }
  }

  @Test
  void twoOutputsThatAreOneFile() throws IOException {
    Path out = folder.resolve("mask");
    requireRefused(
        new FileRoles().writes("--out", out).writes("--prob", folder.resolve("./mask")),
        "--out",
        "--prob",
        "are one file");
    requireRefused(
        new FileRoles().writes("--out", out).writes("--prob", folder.resolve("MASK")),
        "are one file");
    requireRefused(
        new FileRoles()
            .writes("--out", folder.resolve("\u00e9"))
            .writes("--prob", folder.resolve("e\u0301")),
        "are one file");
    new FileRoles()
        .reads("IMAGE", folder.resolve("image"))
        .writes("--out", out)
        .writes("--prob", folder.resolve("prob"))
        .writes("--report", null)
        .check();
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix"),
        "links are made on Unix alone");
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("mask"));
    requireRefused(new FileRoles().writes("--out", out).writes("--prob", dangling), "are one file");
  }

  @Test
  void whatCannotBeWritten() throws IOException {
    requireRefused(new FileRoles().writes("--out", folder), "--out", "it is a folder");
    requireRefused(
        new FileRoles().writes("--out", folder.resolve("none/mask")), "none", "does not exist");
    requireRefused(new FileRoles().writes("--out", folder.resolve("x".repeat(300))), "too long");
    Path file = Files.writeString(folder.resolve("file"), "text");
    requireRefused(
        new FileRoles().writesInto("--out", file.resolve("sub"), List.of("a")), "is not a folder");
    requireRefused(
        new FileRoles().reads("--init", file).writesInto("--out", folder, List.of("file")),
        "would overwrite --init");
    assertThat(file).hasContent("text");
  }

  @Test
  void nothingIsMadeOrLeft() throws IOException {
    new FileRoles()
        .writes("--out", folder.resolve("mask"))
        .writesInto("--report", folder.resolve("new/sub"), List.of("a", "b"))
        .check();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    assumeTrue(Files.exists(Path.of("/dev/null")), "there is no /dev/null here");
    new FileRoles()
        .reads("IMAGE", Path.of("/dev/null"))
        .writes("--out", Path.of("/dev/null"))
        .writes("--prob", Path.of("/dev/null"))
        .check();
  }
}
