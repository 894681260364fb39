package org.mem3d.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.io.LabelVolume;
import org.mem3d.io.Volumes;

/** Every command does its job on a small volume, on the backend that every machine has. */
class CommandsTest {
  @TempDir Path directory = Path.of(".");
  private Path image = Path.of(".");
  private Path out = Path.of(".");

  @BeforeEach
  void writeBall() {
    image = directory.resolve("image.nii.gz");
    out = directory.resolve("mask.nii.gz");
    TestVolumes.writeImage(image, TestVolumes.ball());
  }

  @Test
  void segmentStartsFromLabels() throws IOException {
    Path first = directory.resolve("first.nii.gz");
    Path quality = directory.resolve("quality.csv");
    assertThat(
            run(
                    "segment",
                    image.toString(),
                    "--out",
                    first.toString(),
                    "--scribble",
                    "z=7:15,18;20,18;25,18")
                .status())
        .isZero();
    CommandRun looked =
        run(
            "segment",
            image.toString(),
            "--out",
            out.toString(),
            "--start",
            first.toString(),
            "--suggest",
            "1",
            "--quality",
            quality.toString());
    assertThat(looked.status()).as(looked.err()).isZero();
    assertThat(looked.out()).contains("look at z=", "label 1: unknown quality");
    assertThat(Files.readString(quality)).contains("1,label 1,z,7,NaN,").contains(",start");
    LabelVolume before = Volumes.readLabels(first);
    LabelVolume labels = Volumes.readLabels(out);
    for (int z = 0; z < before.sizeZ(); z++) {
      assertThat(labels.slice(1, Axis.Z, z)).isEqualTo(before.slice(1, Axis.Z, z));
    }
    CommandRun corrected =
        run(
            "segment",
            image.toString(),
            "--out",
            out.toString(),
            "--start",
            first.toString(),
            "--object",
            "label 1",
            "--negative-click",
            "z=7:20,18",
            "--object",
            "corner",
            "--box",
            "z=7:1,1,6,7");
    assertThat(corrected.status()).as(corrected.err()).isZero();
    assertThat(corrected.out()).contains("1 label 1: ", "2 corner: ");
    assertThat(Volumes.readLabels(out).label(20, 18, 7)).isNotEqualTo(1);
    CommandRun same =
        run("segment", image.toString(), "--out", first.toString(), "--start", first.toString());
    assertThat(same.status()).isEqualTo(2);
    assertThat(same.err()).contains("--start");
  }

  @Test
  void segmentWritesAllThatIsAskedFor() throws IOException {
    Path quality = directory.resolve("quality.csv");
    Path probability = directory.resolve("prob.nii.gz");
    Path report = directory.resolve("report.html");
    CommandRun run =
        run(
            "segment",
            image.toString(),
            "--out",
            out.toString(),
            "--object",
            "ball",
            "--scribble",
            "z=7:15,18;20,18;25,18",
            "--negative-click",
            "7:3,3",
            "--object",
            "corner, dark",
            "--box",
            "z=7:1,1,6,7",
            "--absent",
            "z=0",
            "--quality",
            quality.toString(),
            "--prob",
            probability.toString(),
            "--suggest",
            "2",
            "--report",
            report.toString());
    assertThat(run.status()).as(run.err()).isZero();
    LabelVolume labels = Volumes.readLabels(out);
    assertThat(labels.label(20, 18, 7)).isEqualTo(1);
    assertThat(labels.label(3, 3, 7)).isNotEqualTo(1);
    assertThat(labels.slice(2, Axis.Z, 0).isEmpty()).isTrue();
    assertThat(Files.readAllLines(quality))
        .startsWith("object,name,axis,slice,predictedDice,area,origin")
        .anyMatch(line -> line.startsWith("1,ball,z,7,") && line.endsWith(",annotated"))
        .anyMatch(line -> line.startsWith("2,\"corner, dark\",z,0,"));
    assertThat(directory.resolve("prob-ball.nii.gz")).exists();
    assertThat(directory.resolve("prob-corner__dark.nii.gz")).exists();
    assertThat(run.out()).contains("1 ball: ", "2 corner, dark: ", "look at z=");
    assertThat(Files.readString(report))
        .contains("data:image/png;base64,", "<svg", "corner, dark")
        .doesNotContain("http:", "https:");
  }

  @Test
  void marksComeFromFilesToo() throws IOException {
    BufferedImage picture =
        new BufferedImage(TestVolumes.X, TestVolumes.Y, BufferedImage.TYPE_BYTE_GRAY);
    int plane = TestVolumes.X * TestVolumes.Y;
    int area = 0;
    for (int i = 0; i < plane; i++) {
      if (TestVolumes.inBall(7 * plane + i)) {
        picture.setRGB(i % TestVolumes.X, i / TestVolumes.X, 0xffffff);
        area++;
      }
    }
    ImageIO.write(picture, "png", directory.resolve("slice.png").toFile());
    TestVolumes.writeLabels(directory.resolve("label.nii.gz"));
    Path marks = directory.resolve("marks.json");
    Files.writeString(
        marks,
        """
        {"objects": [
          {"name": "ball", "marks": [
            {"type": "mask", "slice": 7, "file": "slice.png"},
            {"type": "absent", "slice": 0}]}]}
        """);
    CommandRun fromPng =
        run(
            "segment",
            image.toString(),
            "--out",
            out.toString(),
            "--interactions",
            marks.toString());
    assertThat(fromPng.status()).as(fromPng.err()).isZero();
    LabelVolume first = Volumes.readLabels(out);
    assertThat(first.areas(1, Axis.Z)[7]).isEqualTo(area);

    CommandRun fromNifti =
        run(
            "segment",
            image.toString(),
            "--out",
            out.toString(),
            "--slice-mask",
            "z=7:" + directory.resolve("label.nii.gz"),
            "--absent",
            "z=0");
    assertThat(fromNifti.status()).as(fromNifti.err()).isZero();
    assertThat(Volumes.readLabels(out).areas(1, Axis.Z)).isEqualTo(first.areas(1, Axis.Z));
  }

  private CommandRun evaluate(String... options) {
    return run(
        Stream.concat(
                Stream.of("evaluate", directory.resolve("data").toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  /** Returns the results that {@code --out} left. */
  private JsonNode results() throws IOException {
    return new ObjectMapper().readTree(directory.resolve("results/results.json").toFile());
  }

  @Test
  void evaluateWritesResults() throws IOException {
    evaluationCase();
    CommandRun run = evaluate("--rounds", "2", "--out", directory.resolve("results").toString());
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode results = results();
    assertThat(results.path("runs")).hasSize(1);
    JsonNode only = results.path("runs").path(0);
    assertThat(only.path("set").asText()).isEqualTo("balls");
    assertThat(only.path("label").asInt()).isEqualTo(3);
    assertThat(only.path("backend").asText()).isEqualTo("reference");
    assertThat(only.path("rounds")).hasSize(2);
    assertThat(only.path("rounds").path(0).path("slice").asInt()).isEqualTo(7);
    assertThat(run.out()).contains("balls (1)", "mean of sets (1)");
    assertThat(directory.resolve("results/results.csv")).content().hasLineCount(1 + 2);
  }

  @Test
  void evaluateComparesWithBaselines() throws IOException {
    evaluationCase();
    CommandRun run =
        evaluate(
            "--rounds",
            "2",
            "--policy",
            "evenly-spread",
            "--method",
            "mem3d,copy,interpolation,random-walker,geodesic,graph-cut",
            "--out",
            directory.resolve("results").toString());
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode root = results();
    assertThat(root.path("runs")).hasSize(6);
    for (JsonNode each : root.path("runs")) {
      assertThat(each.path("rounds").path(1).path("slice").asInt())
          .as(each.path("method").asText())
          .isEqualTo(root.path("runs").path(0).path("rounds").path(1).path("slice").asInt());
    }
    JsonNode walker = root.path("summary").path("baselines").path("random-walker");
    assertThat(walker.path("mean").path("dice").path(1).asDouble()).isGreaterThan(0.9);
    String report = Files.readString(directory.resolve("results/report.html"));
    assertThat(report)
        .contains("Best objects", "Worst objects", "calibration error", "graph-cut", "--policy")
        .contains("src=\"data:image/png;base64,")
        .doesNotContain("http:", "https:", "<script", "<link");
    assertThat(report.split("<svg", -1)).as("all, each method, calibration").hasSize(1 + 8);
  }

  @Test
  void baselinesFromMarksAlone() throws IOException {
    evaluationCase();
    CommandRun run =
        evaluate(
            "--rounds",
            "1",
            "--interaction",
            "scribble",
            "--seeds",
            "marks",
            "--method",
            "geodesic");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("balls (1)");
    CommandRun refused = evaluate("--seeds", "marks");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("--interaction scribble");
  }

  @Test
  void evaluateTogetherTakesAllLabelsOfACase() throws IOException {
    evaluationCase();
    TestVolumes.writeLabels(directory.resolve("data/balls/one/label.nii.gz"), 1, 2);
    CommandRun run = evaluate("--together", "2", "--rounds", "2");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("1 cases, Dice ").contains("2 corrections", "others changed");
    CommandRun largest = evaluate("--together", "2", "--labels", "largest");
    assertThat(largest.status()).isNotZero();
    assertThat(largest.err()).contains("no case has two objects", "--labels all");
  }

  @Test
  void evaluateMeasuresSingleSlices() throws IOException {
    evaluationCase();
    Path out = directory.resolve("slices");
    CommandRun run =
        evaluate(
            "--no-propagation",
            "--interaction",
            "box",
            "--slices",
            "2",
            "--corrections",
            "1",
            "--out",
            out.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("balls (2)").containsPattern("first +\\+1 ");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("Best slices", "Worst slices", "first marks: Dice", "correction 1: Dice");
    CommandRun refused = evaluate("--window", "9");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("windowFactor must be 1 to 8, not 9.0");
  }

  @Tag("slow") // four rounds of the demonstration
  @Test
  void demoShowsTheWholeFlow() throws IOException {
    Path demo = directory.resolve("demo with space");
    CommandRun run = run("demo", "--out", demo.toString(), "--size", "40x40x16");
    assertThat(run.status()).as(run.err()).isZero();
    for (String file : List.of("image.nii.gz", "mask.nii.gz", "truth.nii.gz", "report.html")) {
      assertThat(demo.resolve(file)).isNotEmptyFile();
    }
    assertThat(run.out()).contains("round 1", "round 4", "liver");
    assertThat(Files.readString(demo.resolve("report.html"))).contains("suggestion 3", "true Dice");
  }

  @Test
  void backendsAreListed() throws IOException {
    CommandRun run = CommandRun.of("backends", "--json");
    assertThat(run.status()).isZero();
    JsonNode backends = new ObjectMapper().readTree(run.out());
    assertThat(backends)
        .anySatisfy(
            backend -> {
              assertThat(backend.path("name").asText()).isEqualTo("reference");
              assertThat(backend.path("available").asBoolean()).isTrue();
              assertThat(backend.fieldNames())
                  .toIterable()
                  .containsExactly(
                      "name", "available", "reason", "remedy", "priority", "device", "version");
            });
    assertThat(backends.findValuesAsText("name")).contains("nd4j-cuda", "torch");
    assertThat(CommandRun.of("backends").out()).contains("reference", "nd4j-cuda", "torch");
  }

  @Test
  void aBackendThatCannotComputeHereIsOneLine() {
    CommandRun run =
        CommandRun.of(
            "demo", "--out", directory.resolve("none").toString(), "--backend", "nd4j-cuda");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).startsWith("mem3d: backend 'nd4j-cuda' is not available: ");
    assertThat(directory.resolve("none/report.html")).doesNotExist();
  }

  @Test
  void modelShowsItsNetworks() {
    CommandRun text = CommandRun.of("model", "show");
    assertThat(text.status()).as(text.err()).isZero();
    assertThat(text.out()).contains("graph encode", "graph memorise", "graph segment", "GFLOP");
    assertThat(CommandRun.of("model", "show", "--dot").out()).startsWith("digraph");
  }

  private void evaluationCase() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("data/balls/one"));
    TestVolumes.writeImage(folder.resolve("image.nii.gz"), TestVolumes.ball());
    TestVolumes.writeLabels(folder.resolve("label.nii.gz"));
  }

  private static CommandRun run(String... args) {
    String[] withBackend = Arrays.copyOf(args, args.length + 2);
    withBackend[args.length] = "--backend";
    withBackend[args.length + 1] = "reference";
    return CommandRun.of(withBackend);
  }
}
