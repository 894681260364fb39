package org.mem3d.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Mem3dException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;

class AverageCommandTest {
  @TempDir private Path folder;

  @Test
  void averagesTensorByTensor() {
    Path before = file("before", "a", 0, 4);
    Path after = file("after", "a", 10, -4);
    Path out = folder.resolve("average.safetensors");
    assertThat(
            TrainMain.execute(
                "average",
                before.toString(),
                after.toString(),
                "--share",
                "0.25",
                "--out",
                out.toString()))
        .isZero();
    Safetensors average = Safetensors.open(out);
    assertThat(average.values("a")).containsExactly(2.5f, 2);
    assertThat(average.metadata()).containsEntry("made", "after").containsEntry("share", "0.25");
  }

  @Test
  void keepsSixteenBits() {
    float[] values = {1 / 3f, -1 / 3f, 1e-30f, -7.7e8f, 0.99999999f, 0, 65537, 65539};
    Safetensors weights = Safetensors.open(file("weights", "a", values));
    float[] rounded = AverageCommand.average(weights, weights, 0.5).values("a");
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.floatToIntBits(rounded[i]) & 0xff).isZero();
      assertThat(Math.abs(rounded[i] - values[i])).isLessThanOrEqualTo(Math.abs(values[i]) / 65536);
    }
    // Halves go to the even one.
    assertThat(rounded).endsWith(65536, 65540);
  }

  @Test
  void refusesWeightsOfAnotherNetworkAndSharesThatAreNone() {
    Safetensors before = Safetensors.open(file("before", "a", 0, 4));
    Safetensors other = Safetensors.open(file("other", "b", 0, 4));
    Safetensors longer = Safetensors.open(file("longer", "a", 0, 4, 5));
    assertThatThrownBy(() -> AverageCommand.average(before, other, 0.5))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("not one network's");
    assertThatThrownBy(() -> AverageCommand.average(before, longer, 0.5))
        .isInstanceOf(Mem3dException.class)
        .hasMessageContaining("longer.safetensors");
    Path file = folder.resolve("before.safetensors");
    Path out = folder.resolve("average.safetensors");
    assertThat(
            TrainMain.execute(
                "average",
                file.toString(),
                file.toString(),
                "--share",
                "1.5",
                "--out",
                out.toString()))
        .isEqualTo(1);
    assertThat(Files.exists(out)).isFalse();
  }

  private Path file(String made, String name, float... values) {
    Path file = folder.resolve(made + ".safetensors");
    MapWeights weights = new MapWeights().put(name, Shape.of(values.length), values);
    SafetensorsWriter.write(file, weights, Map.of("made", made));
    return file;
  }
}
