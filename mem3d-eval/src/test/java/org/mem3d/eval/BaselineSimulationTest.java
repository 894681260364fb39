package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Volume;
import org.mem3d.eval.baseline.Baseline;
import org.mem3d.eval.baseline.BaselineSimulation;

class BaselineSimulationTest {
  private final Dataset.Case from =
      new Dataset.Case("set", "case", Path.of("image"), Path.of("label"));
  private final Volume labels = wedge();
  private final Truth truth = Truth.all(labels, Axis.Z).get(0);

  /** The session of these tests propagates by copying the nearest slice, as COPY does. */
  @Test
  void baselinesKnowWhatTheSessionKnows() {
    for (Prompt prompt : List.of(Prompt.MASK, Prompt.SCRIBBLE)) {
      BaselineSimulation play =
          new BaselineSimulation(labels, truth, List.of(Baseline.COPY, Baseline.GEODESIC), false);
      ObjectResult run =
          new Protocol(4, prompt, Policy.ORACLE, 1, 3)
              .play(new OneSliceSession.Engine(), from, labels, truth, play);
      List<ObjectResult> runs = play.runs(run);
      assertThat(runs).extracting(ObjectResult::method).containsExactly("copy", "geodesic");
      for (int i = 0; i < 4; i++) {
        ObjectResult.Round copied = runs.get(0).rounds().get(i);
        assertThat(copied.slice()).isEqualTo(run.rounds().get(i).slice());
        assertThat(copied.score()).isEqualTo(run.rounds().get(i).score());
        assertThat(copied.predictedQuality()).isNaN();
        assertThat(copied.predictions()).isEmpty();
      }
    }
  }

  @Test
  void marksAloneAreForMethodsThatGrowFromSeeds() {
    assertThatThrownBy(() -> new BaselineSimulation(labels, truth, List.of(Baseline.COPY), true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("copy");
    BaselineSimulation play =
        new BaselineSimulation(labels, truth, List.of(Baseline.RANDOM_WALKER), true);
    ObjectResult run =
        new Protocol(2, Prompt.SCRIBBLE, Policy.ORACLE, 0, 3)
            .play(new OneSliceSession.Engine(), from, labels, truth, play);
    assertThat(play.runs(run).get(0).rounds().get(0).score().dice())
        .as("the image is the truth itself")
        .isGreaterThan(0.8);
  }

  private static Volume wedge() {
    byte[] voxels = new byte[40 * 40 * 12];
    for (int i = 0; i < voxels.length; i++) {
      int x = i % 40 - 20;
      int y = Math.floorDiv(i, 40) % 40 - 20;
      int z = Math.floorDiv(i, 1600);
      voxels[i] =
          (byte) (z >= 2 && z <= 10 && Math.abs(x) <= 3 + z / 2 && Math.abs(y) <= 5 ? 4 : 0);
    }
    return Volume.ofUnsignedBytes(voxels, 40, 40, 12, Geometry.UNIT);
  }
}
