package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;

/** Commands in virtual machines with too little memory: one line, status 1, no file half made. */
@Timeout(600)
class LittleMemoryTest {
  @TempDir static Path data = Path.of(".");
  @TempDir Path work = Path.of(".");

  private record Ended(int status, List<String> errors) {}

  /** A volume of 24 million voxels that is made as it is written. */
  private record Slopes(int sizeX, int sizeY, int sizeZ) implements Volume {
    @Override
    public Geometry geometry() {
      return Geometry.ofSpacing(1, 1, 2);
    }

    @Override
    public void readSlice(Axis axis, int index, float[] slice) {
      for (int i = 0; i < sliceSize(axis); i++) {
        slice[i] = i % 251;
      }
    }
  }

  @BeforeAll
  static void writeVolumes() throws IOException {
    Volume large = new Slopes(400, 400, 150);
    Volumes.write(data.resolve("large.nii.gz"), large, VoxelType.INT16);
    Volumes.write(data.resolve("large.nii"), large, VoxelType.UINT8);
    Path set = Files.createDirectories(data.resolve("set/case"));
    TestVolumes.writeImage(set.resolve("image.nii.gz"), TestVolumes.ball());
    TestVolumes.writeLabels(set.resolve("label.nii.gz"));
  }

  private Ended run(String heap, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Mem3d.class.getName()));
    command.addAll(List.of(args));
    Path errors = work.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    List<String> told = Files.readAllLines(errors);
    Files.delete(errors);
    return new Ended(process.exitValue(), told);
  }

  private static void requireOneLine(Ended ended, String... told) {
    assertThat(ended.status).as(String.join("\n", ended.errors)).isEqualTo(1);
    assertThat(ended.errors).filteredOn(line -> line.startsWith("mem3d: ")).hasSize(1);
    assertThat(ended.errors)
        .as("no stack trace, and no cause that is none")
        .noneMatch(line -> line.startsWith("\tat ") || line.contains("should not happen"));
    assertThat(ended.errors.get(ended.errors.size() - 1)).contains(told);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private String[] segment(String image) {
    return new String[] {
      "segment",
      data.resolve(image).toString(),
      "--backend",
      "reference",
      "--box",
      "z=70:100,100;200,200",
      "--out",
      work.resolve("mask.nii.gz").toString()
    };
  }

  @Test
  void anImageThatDoesNotFit() throws Exception {
    requireOneLine(run("-Xmx40m", segment("large.nii.gz")), "MEM3D_JAVA_OPTS=-Xmx2g");
    assertThat(left()).isEmpty();
  }

  /** The image fits, and the networks, the propagation or the mask do not. */
  @Test
  void aMaskThatDoesNotFit() throws Exception {
    for (String heap : List.of("-Xmx48m", "-Xmx64m")) {
      requireOneLine(run(heap, segment("large.nii")), "out of Java memory", "MEM3D_JAVA_OPTS=-Xmx");
      assertThat(left()).isEmpty();
    }
  }

  @Test
  void otherCommands() throws Exception {
    requireOneLine(
        run("-Xmx24m", "demo", "--backend", "reference", "--out", work.resolve("demo").toString()),
        "out of Java memory");
    requireOneLine(
        run(
            "-Xmx24m",
            "evaluate",
            data.resolve("set").toString(),
            "--backend",
            "reference",
            "--out",
            work.resolve("evaluation").toString()),
        "out of Java memory");
    // What the demonstration had made before is whole.
    for (Path file : left()) {
      assertThat(Volumes.open(file).sizeX()).isPositive();
    }
  }
}
