package org.mem3d.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What loaders say of natives that do not load, and what is made of it. */
class NativeLoadingTest {
  private static final String OTHERWISE = "add a jar";

  @TempDir Path folder = Path.of(".");

  private Availability explained(Throwable error) {
    return NativeLoading.explained("libx", error, folder, List.of(), OTHERWISE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/lib64/libc.so.6: version `GLIBC_2.34' not found (required by /c/liba.so)"
            + "|GLIBC_2.34|newer system",
        "/l/libstdc++.so.6: version `GLIBCXX_3.4.29' not found (required by /c/liba.so)"
            + "|GLIBCXX_3.4.29|newer system",
        "Error loading shared library ld-linux-x86-64.so.2: No such file|C library|glibc",
        "Error relocating /c/liba.so: __memcpy_chk: symbol not found|C library|glibc",
        "/c/liba.so: libgomp.so.1: cannot open shared object file: No such file or directory"
            + "|libgomp.so.1 is missing|install",
        "/c/liba.so: file too short|damaged|delete",
        "/c/liba.so: invalid ELF header|damaged|delete",
        "/c/liba.so: failed to map segment from shared object|noexec"
            + "|org.bytedeco.javacpp.cachedir",
        "no jnix in java.library.path: /usr/lib|no jnix|add a jar"
      })
  void theCauseAndItsRemedyAreNamed(String message, String cause, String remedy) {
    Availability told =
        explained(new NoClassDefFoundError("x").initCause(new UnsatisfiedLinkError(message)));
    assertThat(told.available()).isFalse();
    assertThat(told.faulty()).isTrue();
    assertThat(told.reason()).contains("natives of libx", cause);
    assertThat(told.remedy()).contains(remedy);
  }

  @Test
  void aFullFolderIsFoundAmongTheCauses() {
    LinkageError error = new UnsatisfiedLinkError("no jnix in java.library.path");
    error.initCause(new IOException("No space left on device"));
    Availability told = explained(error);
    assertThat(told.reason()).contains(folder.toString(), "full");
    assertThat(told.remedy()).contains(NativeLoading.FOLDER_PROPERTY);
  }

  @Test
  void causesInACircleEnd() {
    Exception outer = new IllegalStateException("outer");
    outer.initCause(new IllegalStateException("inner", outer));
    assertThat(explained(outer).reason()).contains("inner");
  }

  @Test
  void noFolderIsAReason() {
    Availability told = NativeLoading.foreseen("libx", null, List.of());
    assertThat(told).isNotNull();
    assertThat(told.faulty()).isTrue();
    assertThat(told.remedy()).contains(NativeLoading.FOLDER_PROPERTY);
  }

  @Test
  void aFolderThatServesIsNone() throws IOException {
    assertThat(NativeLoading.foreseen("libx", folder, List.of(resource(1000)))).isNull();
    try (var left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString())).containsExactly("libx.jar");
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsAReason() throws IOException {
    URL library = resource(10);
    Path gone = folder.resolve("gone");
    Availability told = NativeLoading.foreseen("libx", gone, List.of(library));
    assertThat(told).isNotNull();
    assertThat(told.reason()).contains(gone.toString(), "cannot be written");
  }

  /** A resource of some bytes in a jar. */
  private URL resource(int bytes) throws IOException {
    Path jar = folder.resolve("libx.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry("x/libx.so"));
      entries.write(new byte[bytes]);
      entries.closeEntry();
    }
    return URI.create("jar:" + jar.toUri() + "!/x/libx.so").toURL();
  }

  @Test
  void theDeepestMountAboveTheFolderCounts() {
    List<String> mounts =
        List.of(
            "overlay / overlay rw,relatime 0 0",
            "tmpfs /tmp tmpfs rw,nosuid,noexec 0 0",
            "tmpfs /tmp/run\\040here tmpfs rw,relatime 0 0",
            "broken");
    assertThat(NativeLoading.noexec(Path.of("/home/a/.javacpp"), mounts)).isFalse();
    assertThat(NativeLoading.noexec(Path.of("/tmp/cache"), mounts)).isTrue();
    assertThat(NativeLoading.noexec(Path.of("/tmp/run here/cache"), mounts)).isFalse();
    assertThat(NativeLoading.noexec(Path.of("/tmpfs"), mounts)).isFalse();
  }
}
