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
              run("a", ObjectResult.MEM3D, List.of(round(1, 0.5, 2), round(2, 0.7, 1))),
              run("a", ObjectResult.MEM3D, List.of(round(1, 0.9, 4))),
              run("b", ObjectResult.MEM3D, List.of(round(1, 0.2, 1), round(2, 0.4, 1))),
              run("a", "copy", List.of(round(1, 0.1, 8)))),
          List.of());

  @Test
  void aRunThatEndedKeepsItsDice() {
    Results.Means a = Objects.requireNonNull(results.sets(ObjectResult.MEM3D).get("a"));
    assertThat(a.dice().get(0)).isCloseTo(0.7, within(1e-12));
    assertThat(a.dice().get(1)).isCloseTo(0.8, within(1e-12));
    assertThat(a.surfaceDice().get(1)).isCloseTo(0.4, within(1e-12));
    assertThat(a.hausdorff95().get(1)).isCloseTo(8, within(1e-12));
    assertThat(a.seconds()).containsExactly(3.0, 1.0);
    assertThat(a.spearman()).isEqualTo(1);
  }

  @Test
  void methodsAreKeptApart() {
    assertThat(results.methods()).containsExactly(ObjectResult.MEM3D, "copy");
    assertThat(results.mean("copy").dice().get(0)).isEqualTo(0.1);
    assertThat(results.mean("copy").runs()).isEqualTo(1);
  }

  @Test
  void calibrationHeapsTheSlicesOfTheChosenRounds() {
    assertThat(results.calibration(run -> run.method().equals(ObjectResult.MEM3D), 1).slices())
        .isEqualTo(6);
    assertThat(results.calibration(run -> run.method().equals(ObjectResult.MEM3D), 2).slices())
        .isEqualTo(10);
    assertThat(results.calibration(run -> run.set().equals("b"), 2).mae())
        .isCloseTo(0.15, within(1e-12));
  }

  @Test
  void csvHasALineForEachRunAndRound() {
    List<String> lines = results.toCsv().lines().toList();
    assertThat(lines).hasSize(1 + 6);
    assertThat(lines.get(0))
        .startsWith("set,case,label,axis,")
        .endsWith(",predictedQuality,expectedLow,expectedHigh");
    assertThat(lines.get(2))
        .isEqualTo(
            "a,\"one, two\",3,z,mask,lowest-quality,mem3d,none,2,4,0.700000,0.350000,7.000000,"
                + "1.000000,0.500000,0.600000,0.800000");
  }

  @Test
  void setsCountAlike() {
    assertThat(results.mean(ObjectResult.MEM3D).dice().get(1)).isCloseTo(0.6, within(1e-12));
    assertThat(results.mean(ObjectResult.MEM3D).runs()).isEqualTo(3);
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
            "method",
            "backend",
            "rounds",
            "sliceQuality");
    assertThat(run.path("axis").asText()).isEqualTo("z");
    assertThat(run.path("policy").asText()).isEqualTo("lowest-quality");
    assertThat(run.path("rounds").path(0).fieldNames())
        .toIterable()
        .containsExactly(
            "round",
            "slice",
            "dice",
            "surfaceDice",
            "hausdorff95",
            "seconds",
            "predictedQuality",
            "expectedLow",
            "expectedHigh");
    assertThat(run.path("sliceQuality").path("spearman").asDouble()).isEqualTo(1);
    assertThat(root.path("summary").path("mean").path("dice").path(1).asDouble())
        .isCloseTo(0.6, within(1e-12));
    assertThat(root.path("summary").path("mean").path("calibration").path("allRounds").path("bins"))
        .hasSize(10);
    JsonNode copy = root.path("summary").path("baselines").path("copy");
    assertThat(copy.path("sets").path("a").path("dice").path(0).asDouble()).isEqualTo(0.1);
  }

  @Test
  void undefinedNumbersAreNull() throws Exception {
    ObjectResult.Round round =
        new ObjectResult.Round(
            1, 4, new Score(0.5, 0.5, 1), 1, Double.NaN, Double.NaN, Double.NaN, List.of());
    ObjectResult run = run("a", "copy", List.of(round));
    JsonNode root = new ObjectMapper().readTree(new Results(1, List.of(run), List.of()).toJson());
    JsonNode node = root.path("runs").path(0);
    assertThat(node.path("rounds").path(0).path("predictedQuality").isNull()).isTrue();
    assertThat(node.path("sliceQuality").path("spearman").isNull()).isTrue();
    assertThat(root.path("summary").path("mean").has("calibration")).isFalse();
  }

  @Test
  void tableHasALinePerSet() {
    assertThat(results.toTable().lines().toList())
        .anyMatch(line -> line.matches("  a \\(2\\) +0\\.700 +0\\.800 +0\\.750 +1\\.000 .*"))
        .anyMatch(line -> line.matches("  mean of sets \\(3\\) +0\\.450 +0\\.600 .*"));
  }

  @Test
  void fallsAndIntervalsAreCounted() {
    Results results =
        new Results(
            3,
            List.of(
                run(
                    "a",
                    ObjectResult.MEM3D,
                    List.of(round(1, 0.7, 1), round(2, 0.697, 1), round(3, 0.65, 1)))),
            List.of());
    assertThat(results.falls(ObjectResult.MEM3D, 0.002)).isEqualTo(2);
    assertThat(results.falls(ObjectResult.MEM3D, 0.02)).isEqualTo(1);
    assertThat(results.corrections(ObjectResult.MEM3D)).isEqualTo(2);
    assertThat(results.coverage(ObjectResult.MEM3D)).isEqualTo(1);
    assertThat(this.results.coverage(ObjectResult.MEM3D)).isEqualTo(0.2);
    assertThat(results.sliceCoverage(ObjectResult.MEM3D)).as("one of two").isEqualTo(0.5);
    assertThat(results.mean(ObjectResult.MEM3D).area()).isCloseTo(0.686, within(1e-12));
    assertThat(results.toTable())
        .contains("2 corrections: Dice fell by more than 0.2 points in 2, by more than 2 in 1")
        .contains("true Dice in the expected interval: 100.0 % of 3 rounds")
        .contains("true slice Dice in its interval: 50.0 % of 6 slices");
  }

  private static ObjectResult run(String set, String method, List<ObjectResult.Round> rounds) {
    return new ObjectResult(
        set, "one, two", 3, Axis.Z, Prompt.MASK, Policy.LOWEST_QUALITY, method, "none", rounds);
  }

  /** Two slices, of which one is predicted 0.1 too well and the other 0.2 too badly. */
  private static ObjectResult.Round round(int number, double dice, double seconds) {
    List<Calibration.Prediction> predictions =
        List.of(
            new Calibration.Prediction(1, 0.6, 0.5, 0.7, 0.5),
            new Calibration.Prediction(2, 0.7, 0.6, 0.8, 0.9));
    return new ObjectResult.Round(
        number, 4, new Score(dice, dice / 2, 10 * dice), seconds, 0.5, 0.6, 0.8, predictions);
  }
}
