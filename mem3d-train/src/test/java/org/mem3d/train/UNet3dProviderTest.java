package org.mem3d.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Mem3dException;
import org.mem3d.ModelException;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.eval.baseline.AnnotatedVolume;
import org.mem3d.eval.baseline.NetworkBaseline;
import org.mem3d.eval.baseline.Seeds;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.weights.SafetensorsWriter;

/** From the trainer's command to the evaluation's method. */
@Tag("slow") // trains
class UNet3dProviderTest {
  private static final int SIDE = 40;
  private static final int SLICES = 12;

  @Test
  void whatTheTrainerWritesTheEvaluationReads(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"pool\": 2, \"firstPool\": 2, \"judgeEvery\": 0}");
    Path run = folder.resolve("run");
    String[] train = {
      "unet3d",
      "--config",
      config.toString(),
      "--steps",
      "2",
      "--threads",
      "1",
      "--out",
      run.toString()
    };
    assertThat(TrainMain.execute(train)).isZero();
    assertThat(run.resolve("unet3d.md")).content().contains("3D U-Net").doesNotContain("NaN");
    assertThat(run.resolve("log.csv")).content().hasLineCount(1 + 2).doesNotContain("NaN");

    Volume image =
        Volume.ofFloats(new float[SIDE * SIDE * SLICES], SIDE, SIDE, SLICES, Geometry.UNIT);
    SliceMask disc =
        SliceMask.of(SIDE, SIDE, i -> Math.hypot(i % SIDE - 20, Math.floorDiv(i, SIDE) - 20) < 8);
    SliceMask nothing = SliceMask.empty(SIDE, SIDE);
    TreeMap<Integer, Seeds> known =
        new TreeMap<>(Map.of(5, Seeds.ofMask(disc), 9, Seeds.ofMask(nothing)));
    try (NetworkBaseline baseline = NetworkBaseline.open(run.resolve("unet3d.safetensors"), 1)) {
      AnnotatedVolume volume = new AnnotatedVolume(image, Axis.Z, known);
      List<SliceMask> masks = baseline.segment(volume);
      assertThat(masks).hasSize(SLICES);
      assertThat(masks.get(5)).isEqualTo(disc);
      assertThat(masks.get(9)).isEqualTo(nothing);
      assertThat(baseline.segment(volume)).as("again").isEqualTo(masks);
    }
  }

  @Test
  void missingAndForeignWeightsAreNamed(@TempDir Path folder) {
    Path missing = folder.resolve("none.safetensors");
    assertThatThrownBy(() -> NetworkBaseline.open(missing, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(missing.toString());
    Path foreign = folder.resolve("foreign.safetensors");
    SafetensorsWriter.write(
        foreign, new MapWeights().put("w", Shape.of(1), new float[] {1}), Map.of());
    assertThatThrownBy(() -> NetworkBaseline.open(foreign, 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("mem3d train unet3d");
  }

  @Test
  void thereAreNoDefaultWeightsAndNoBfloat16(@TempDir Path folder) throws Exception {
    TrainSettings settings = TrainSettings.forNetwork("unet3d");
    settings.init = "default";
    assertThatThrownBy(() -> TrainingJob.learner(settings, org.mem3d.graph.DType.F32))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("--init");
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"precision\": \"bfloat16\"}");
    assertThatThrownBy(() -> TrainSettings.read(config, "unet3d"))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("float32 for unet3d");
  }
}
