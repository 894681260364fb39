package org.mem3d.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is ended while it writes leaves what was there, and little beside it. */
class EndedWriterTest {
  @TempDir Path folder = Path.of(".");

  private Process writer(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SlowWriter.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Not closed: the process would get no further.
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).isEqualTo("writing");
    return process;
  }

  private List<Path> others(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(other -> !other.equals(file)).toList();
    }
  }

  @Test
  void asked() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Process process = writer(file);
    assumeTrue(process.supportsNormalTermination(), "programs cannot be asked to end here");
    assertThat(others(file)).hasSize(1);
    process.destroy();
    process.waitFor();
    assertThat(file).hasContent("old");
    assertThat(others(file)).isEmpty();
  }

  @Test
  void killed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Process process = writer(file);
    List<Path> left = others(file);
    assertThat(left).hasSize(1);
    // One that is being written stays, however old it is.
    Files.setLastModifiedTime(left.get(0), FileTime.from(Instant.now().minusSeconds(60)));
    Process another = writer(folder.resolve("another"));
    assertThat(left.get(0)).exists();
    another.destroyForcibly().waitFor();
    process.destroyForcibly().waitFor();
    assertThat(file).hasContent("old");
    for (Path each : others(file)) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.now().minusSeconds(60)));
    }
    WholeFile.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(others(file)).isEmpty();
  }
}
