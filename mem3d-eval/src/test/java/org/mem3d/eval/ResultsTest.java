package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;

class ResultsTest {
  private final Results results =
      new Results(
          2,
          List.of(
              run("a", 0.9, List.of(round(1, 0.5, 2), round(2, 0.7, 1))),
              run("a", Double.NaN, List.of(round(1, 0.9, 4))),
              run("b", 0.5, List.of(round(1, 0.2, 1), round(2, 0.4, 1)))),
          List.of());

  @Test
  void aRunThatEndedKeepsItsDice() {
    Results.Means a = Objects.requireNonNull(results.sets().get("a"));
    assertThat(a.dice().get(0)).isCloseTo(0.7, within(1e-12));
    assertThat(a.dice().get(1)).isCloseTo(0.8, within(1e-12));
    assertThat(a.seconds()).containsExactly(3.0, 1.0);
    assertThat(a.spearman()).isEqualTo(0.9);
  }

  @Test
  void setsCountAlike() {
    assertThat(results.mean().dice().get(1)).isCloseTo(0.6, within(1e-12));
    assertThat(results.mean().runs()).isEqualTo(3);
  }

  @Test
  void jsonHasTheDocumentedForm() throws Exception {
    JsonNode root = new ObjectMapper().readTree(results.toJson());
    JsonNode run = root.path("runs").path(1);
    assertThat(run.fieldNames())
        .toIterable()
        .containsExactly(
            "set",
            "case",
            "label",
            "axis",
            "interaction",
            "policy",
            "backend",
            "rounds",
            "sliceQuality");
    assertThat(run.path("axis").asText()).isEqualTo("z");
    assertThat(run.path("policy").asText()).isEqualTo("lowest-quality");
    assertThat(run.path("rounds").path(0).fieldNames())
        .toIterable()
        .containsExactly("round", "slice", "dice", "seconds", "predictedQuality");
    assertThat(run.path("sliceQuality").path("spearman").isNull()).isTrue();
    assertThat(root.path("summary").path("mean").path("dice").path(1).asDouble())
        .isCloseTo(0.6, within(1e-12));
  }

  @Test
  void tableHasALinePerSet() {
    assertThat(results.toTable().lines().toList())
        .anyMatch(line -> line.matches("  a \\(2\\) +0\\.700 +0\\.800 +0\\.900 .*"))
        .anyMatch(line -> line.matches("  mean of sets \\(3\\) +0\\.450 +0\\.600 .*"));
  }

  private static Run run(String set, double spearman, List<Run.Round> rounds) {
    return new Run(
        set,
        "case",
        3,
        Axis.Z,
        Prompt.MASK,
        Policy.LOWEST_QUALITY,
        "none",
        rounds,
        new Run.SliceQualityError(spearman, 0.1));
  }

  private static Run.Round round(int number, double dice, double seconds) {
    return new Run.Round(number, 4, dice, seconds, 0.5);
  }
}
