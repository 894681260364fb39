package org.mem3d.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.propagation.result.DiceCalibration;
import org.mem3d.core.propagation.result.QualityFeatures;
import org.mem3d.runtime.weights.Safetensors;

/** Calibration by the command: the same tensors with coefficients that make sense. */
@Tag("slow") // propagates in made-up volumes
class CalibrationCommandTest {
  @Test
  void writesTheWeightsWithCoefficients(@TempDir Path folder) {
    Path file = folder.resolve("calibrated.safetensors");
    assertThat(
            TrainMain.execute(
                "calibration", "--volumes", "2", "--rounds", "2", "--out", file.toString()))
        .isZero();
    Safetensors written = Safetensors.open(file);
    Safetensors before =
        ModelFiles.open(null, CalibrationCommandTest.class.getClassLoader()).propagation();
    assertThat(written.names()).containsExactlyInAnyOrderElementsOf(before.names());
    for (String name : before.names()) {
      assertThat(written.values(name)).as(name).isEqualTo(before.values(name));
    }
    DiceCalibration found = DiceCalibration.of(written.metadata(), "written");
    assertThat(found).isNotNull();
    QualityFeatures near = new QualityFeatures(0.9, 0.95, 0.05, 1, true, true);
    QualityFeatures far = new QualityFeatures(0.6, 0.5, 2, 0.2, false, false);
    assertThat(found.predict(near)).isBetween(0.7f, 1f).isGreaterThan(found.predict(far));
  }

  @Test
  void refusesAFolderThatIsNotThere(@TempDir Path folder) {
    Path file = folder.resolve("missing").resolve("calibrated.safetensors");
    assertThat(TrainMain.execute("calibration", "--out", file.toString())).isEqualTo(2);
    assertThat(Files.exists(file.getParent())).isFalse();
  }
}
