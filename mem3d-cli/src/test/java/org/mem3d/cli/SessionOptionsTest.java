package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.SliceMask;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/** {@code segment --session} and {@code --resume}. */
class SessionOptionsTest {
  private static final String[] FIRST = {"--object", "ball", "--scribble", "z=7:15,18;20,18;25,18"};
  private static final String[] LATER = {"--object", "corner", "--box", "z=7:1,1,6,7"};

  @TempDir private Path directory;

  private Path image;

  @BeforeEach
  void writeBall() {
    image = directory.resolve("image.nii.gz");
    TestVolumes.writeImage(image, TestVolumes.ball());
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private CommandRun segment(String[] marks, String... options) {
    List<String> all = new ArrayList<>(List.of("segment", image.toString()));
    all.addAll(List.of("--backend", "reference"));
    all.addAll(List.of(options));
    all.addAll(List.of(marks));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static void requireDone(CommandRun run) {
    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void whatIsResumedGoesOnAsIfItHadNotEnded() throws IOException {
    requireDone(segment(FIRST, "--out", file("first.nii"), "--session", file("first")));
    requireDone(segment(new String[0], "--out", file("again.nii"), "--resume", file("first")));
    assertThat(directory.resolve("again.nii"))
        .hasSameBinaryContentAs(directory.resolve("first.nii"));

    CommandRun later =
        segment(
            LATER,
            "--out",
            file("later.nii"),
            "--resume",
            file("first"),
            "--session",
            file("second"));
    requireDone(later);
    assertThat(later.out()).contains("1 ball: ", "2 corner: ");
    LabelVolume before = Volumes.readLabels(directory.resolve("first.nii"));
    LabelVolume after = Volumes.readLabels(directory.resolve("later.nii"));
    SliceMask ball = before.slice(1, Axis.Z, 7);
    assertThat(ball.area()).isPositive();
    assertThat(after.slice(1, Axis.Z, 7)).isEqualTo(ball);
    requireDone(segment(new String[0], "--out", file("end.nii"), "--resume", file("second")));
    assertThat(directory.resolve("end.nii")).hasSameBinaryContentAs(directory.resolve("later.nii"));
  }

  @Test
  void anotherEngineIsNoted() {
    requireDone(segment(FIRST, "--out", file("first.nii"), "--session", file("first")));
    CommandRun other =
        segment(new String[0], "--out", file("a.nii"), "--resume", file("first"), "--slots", "3");
    requireDone(other);
    assertThat(other.err()).contains("note: settings: ", "memorySlots=8", "memorySlots=3");
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeTheWork() throws IOException {
    requireDone(segment(FIRST, "--out", file("first.nii"), "--session", file("first")));
    byte[] session = Files.readAllBytes(directory.resolve("first"));
    requireRefused(
        segment(LATER, "--out", file("b.nii"), "--session", image.toString()), "overwrite IMAGE");
    requireRefused(
        segment(
            LATER, "--out", file("b.nii"), "--resume", file("first"), "--session", file("first")),
        "--session " + file("first") + " would overwrite --resume");
    requireRefused(
        segment(LATER, "--out", file("b.nii"), "--session", file("b.nii")), "are one file");
    requireRefused(segment(LATER, "--out", file("b.nii"), "--resume", file("none")), "no file");
    requireRefused(
        segment(LATER, "--out", file("b.nii"), "--resume", image.toString()), "is no session");
    requireRefused(
        segment(
            LATER, "--out", file("b.nii"), "--resume", file("first"), "--start", file("first.nii")),
        "--resume and --start");
    float[] voxels = TestVolumes.ball();
    voxels[0]++;
    TestVolumes.writeImage(image, voxels);
    requireRefused(
        segment(LATER, "--out", file("b.nii"), "--resume", file("first")), "another volume");
    assertThat(directory.resolve("b.nii")).doesNotExist();
    assertThat(directory.resolve("first")).hasBinaryContent(session);
  }

  private static void requireRefused(CommandRun run, String... words) {
    assertThat(run.status()).isNotZero();
    assertThat(run.err()).contains(words);
  }
}
