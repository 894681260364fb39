package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.io.Volumes;

/** A command opens what it reads and writes once, so that pipes do. */
class PipesTest {
  private static final Path MKFIFO = Path.of("/usr/bin/mkfifo");

  @TempDir Path directory = Path.of(".");

  private Path pipe(String name) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(MKFIFO), "there is no mkfifo here");
    Path pipe = directory.resolve(name);
    assertThat(new ProcessBuilder(MKFIFO.toString(), pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private Path fed(String name, byte[] bytes) throws IOException, InterruptedException {
    Path pipe = pipe(name);
    inBackground(() -> Files.write(pipe, bytes, StandardOpenOption.WRITE));
    return pipe;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The other end was refused.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void everythingFromPipesAndIntoThem() throws Exception {
    Path image = directory.resolve("image.nii.gz");
    Path labels = directory.resolve("labels.nii.gz");
    TestVolumes.writeImage(image, TestVolumes.ball());
    TestVolumes.writeLabels(labels);
    Path marks =
        fed(
            "marks",
            """
            {"objects": [{"name": "a", "marks": [
              {"type": "mask", "slice": 7, "file": "slice"}, {"type": "absent", "slice": 0}]}]}
            """
                .getBytes(StandardCharsets.UTF_8));
    fed("slice", Files.readAllBytes(labels));
    Path table = pipe("table");
    Path copy = directory.resolve("copy");
    Thread reader = inBackground(() -> Files.copy(table, copy));
    CommandRun run =
        CommandRun.of(
            "segment",
            fed("image", Files.readAllBytes(image)).toString(),
            "--interactions",
            marks.toString(),
            "--out",
            directory.resolve("mask.nii").toString(),
            "--quality",
            table.toString(),
            "--backend",
            "reference");
    assertThat(run.status()).as(run.err()).isZero();
    reader.join();
    assertThat(copy).content().startsWith("object,name,axis").contains("1,a,z,7,");
    assertThat(Volumes.readLabels(directory.resolve("mask.nii")).label(20, 18, 7)).isEqualTo(1);
    assertThat(table).exists();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void checkpointsAreReadFromDisksAlone() throws Exception {
    CommandRun run =
        CommandRun.of(
            "model",
            "import",
            fed("checkpoint", new byte[100]).toString(),
            "--arch",
            "iog",
            "-o",
            directory.resolve("w.safetensors").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip()).endsWith("checkpoint is no file on a disk: copy it to one");
  }
}
