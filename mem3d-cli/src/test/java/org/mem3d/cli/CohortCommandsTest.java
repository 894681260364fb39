package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cohort made of labelled volumes and done: what the commands say and how they end. */
class CohortCommandsTest {
  @TempDir Path directory = Path.of(".");
  private Path cohort = Path.of(".");
  private Path results = Path.of(".");

  @BeforeEach
  void makeCohort() throws IOException {
    for (String name : List.of("one", "two")) {
      Path folder = Files.createDirectories(directory.resolve("data/set/" + name));
      TestVolumes.writeImage(folder.resolve("image.nii.gz"), TestVolumes.ball());
      TestVolumes.writeLabels(folder.resolve("label.nii.gz"));
    }
    cohort = directory.resolve("cohort");
    results = directory.resolve("results");
    CommandRun made = simulate("2", "scribble");
    assertThat(made.status()).as(made.err()).isZero();
  }

  private CommandRun simulate(String jobs, String kind) {
    return CommandRun.of(
        "simulate",
        directory.resolve("data").toString(),
        "--out",
        cohort.toString(),
        "--jobs",
        jobs,
        "--interaction",
        kind);
  }

  private CommandRun batch(String... more) {
    List<String> args =
        new java.util.ArrayList<>(
            List.of(
                "batch", cohort.resolve("manifest.jsonl").toString(), "--out", results.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void aCohortIsDoneOnce() throws IOException {
    CommandRun first = batch("--jobs", "2");
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("2 jobs: 2 done in ", ", 0 done before, 0 failed")
        .contains("2 objects with a truth: Dice ");
    String table = Files.readString(results.resolve("results.csv"));
    assertThat(table.lines()).hasSize(3);
    CommandRun again = batch("--jobs", "1");
    assertThat(again.out()).contains("2 jobs: 0 done in ", ", 2 done before, 0 failed");
    assertThat(results.resolve("results.csv")).hasContent(table);
    assertThat(batch("--no-refine").out()).contains("2 jobs: 2 done in ");
  }

  @Test
  void aJobThatFailsIsToldAndMakesTheStatus() throws IOException {
    Files.delete(cohort.resolve("set-two-3/image.nii.gz"));
    CommandRun run = batch();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("set-two-3 failed: ", "image.nii.gz does not exist");
    assertThat(run.out()).contains("1 done", "1 failed");
  }

  @Test
  void whatIsSimulatedFollowsFromTheSeed() throws IOException {
    byte[] marks = Files.readAllBytes(cohort.resolve("set-one-3/marks.json"));
    byte[] image = Files.readAllBytes(cohort.resolve("set-one-3/image.nii.gz"));
    assertThat(simulate("2", "scribble").status()).isZero();
    assertThat(cohort.resolve("set-one-3/marks.json")).hasBinaryContent(marks);
    assertThat(cohort.resolve("set-one-3/image.nii.gz")).hasBinaryContent(image);
    assertThat(simulate("2", "extreme").status()).isZero();
    assertThat(Files.readString(cohort.resolve("set-one-3/marks.json"))).contains("extreme");
  }

  @Test
  void wrongUse() throws IOException {
    assertThat(simulate("3", "scribble").err()).contains("have 2 objects", "not 3");
    assertThat(simulate("2", "mask").err()).contains("scribble, click, box or extreme");
    assertThat(batch("--jobs", "0").status()).isEqualTo(2);
    assertThat(batch("--memory", "300").err()).contains("--memory must be more than 350");
    Files.writeString(cohort.resolve("manifest.jsonl"), "{\"id\": \"a\"}\n");
    CommandRun mistake = batch();
    assertThat(mistake.status()).isEqualTo(1);
    assertThat(mistake.err()).contains("manifest.jsonl: line 1: has no image");
    assertThat(results).doesNotExist();
  }
}
