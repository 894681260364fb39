package org.mem3d.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of rounds on a tiny volume, forks and all. */
@Tag("slow") // processes that measure
class RoundCommandTest {
  @TempDir Path folder;

  /** Runs the benchmark and returns what it wrote as JSON. */
  private JsonNode play(StringWriter out, String rounds, String backends) throws IOException {
    Path file = folder.resolve("round.json");
    StringWriter err = new StringWriter();
    int status =
        Bench.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "round",
            "--size=64x64x20",
            rounds,
            backends,
            "--precision=f32",
            "--threads=1",
            "--json=" + file);
    assertThat(status).as(err.toString()).isZero();
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void writesEveryFieldAndATable() throws IOException {
    StringWriter out = new StringWriter();
    JsonNode results = play(out, "--rounds=2", "--backends=onednn");
    assertThat(out.toString()).contains("first round s").contains("onednn");
    assertThat(results.size()).isEqualTo(1);
    JsonNode result = results.get(0);
    List<String> fields = new ArrayList<>();
    result.fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactly(
            "benchmark",
            "backend",
            "device",
            "precision",
            "plan",
            "size",
            "firstRoundSeconds",
            "laterRoundSeconds",
            "interactionMillis",
            "dice",
            "heapBytes",
            "offHeapBytes",
            "laterRoundBytesToDevice",
            "laterRoundBytesFromDevice",
            "threads");
    assertThat(result.get("benchmark").textValue()).isEqualTo("round");
    assertThat(result.get("backend").textValue()).isEqualTo("onednn");
    assertThat(result.get("precision").textValue()).isEqualTo("f32");
    assertThat(result.get("plan").textValue()).isEqualTo("ensemble");
    assertThat(result.get("size").textValue()).isEqualTo("64x64x20");
    assertThat(result.get("threads").intValue()).isEqualTo(1);
    assertThat(result.get("firstRoundSeconds").doubleValue()).isPositive();
    assertThat(result.get("laterRoundSeconds").doubleValue()).isPositive();
    assertThat(result.get("interactionMillis").doubleValue()).isPositive();
    assertThat(result.get("heapBytes").longValue()).isPositive();
    assertThat(result.get("offHeapBytes").longValue()).isPositive();
    assertThat(result.get("laterRoundBytesToDevice").longValue()).isZero();
    assertThat(result.get("laterRoundBytesFromDevice").longValue()).isZero();
    assertThat(result.get("dice").doubleValue()).isBetween(0.5, 1.0);
  }

  @Test
  void tellsWhatALaterRoundCopies() throws IOException {
    StringWriter out = new StringWriter();
    JsonNode result = play(out, "--rounds=1", "--backends=torch").get(0);
    assertThat(out.toString()).contains("to device MB", "from device MB");
    // Each slice that is computed anew gives a mask of 128 x 128 and a predicted Dice.
    long slice = (128 * 128 + 1) * 4L;
    // And each of the volume's 20 slices at most once its features, for the appearance.
    long features = 20 * (24 * 64 * 64 + 48 * 32 * 32 + 96 * 16 * 16) * 4L;
    assertThat(result.get("laterRoundBytesFromDevice").longValue())
        .isBetween(slice, 100 * slice + features);
    assertThat(result.get("laterRoundBytesToDevice").longValue()).isGreaterThan(slice);
  }

  @Test
  void refusesWhatItCannotMeasureInOneLineAndLeavesNoFile() {
    Path file = folder.resolve("round.json");
    for (String[] wrong :
        new String[][] {
          {"--size=4x4x4"}, {"--size=large"}, {"--backend=onedn"}, {"--rounds=0"}, {"--plan=odd"}
        }) {
      StringWriter err = new StringWriter();
      int status =
          Bench.run(
              new PrintWriter(new StringWriter()),
              new PrintWriter(err),
              "round",
              wrong[0],
              "--json=" + file);
      assertThat(status).as(wrong[0]).isEqualTo(1);
      assertThat(err.toString().strip().lines()).as(wrong[0]).hasSize(1);
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void refusesAFileThatCannotBeWrittenBeforeItMeasures() {
    StringWriter err = new StringWriter();
    String file = folder.resolve("none").resolve("round.json").toString();
    int status =
        Bench.run(
            new PrintWriter(new StringWriter()), new PrintWriter(err), "round", "--json=" + file);
    assertThat(status).as("wrong usage").isEqualTo(2);
    assertThat(err.toString()).contains(file).contains("cannot be written");
  }
}
