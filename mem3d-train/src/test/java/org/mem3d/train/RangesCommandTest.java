package org.mem3d.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.core.model.ActivationRanges;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.runtime.weights.Safetensors;

/** Ranges by the command: the same tensors, and ranges near those that the weights have. */
class RangesCommandTest {
  @Tag("slow") // runs networks on made-up volumes
  @ParameterizedTest
  @ValueSource(strings = {"propagation", "interaction"})
  void writesTheWeightsWithRanges(String network, @TempDir Path folder) {
    Path file = folder.resolve("measured.safetensors");
    assertThat(
            TrainMain.execute(
                "ranges", network, "--volumes", "1", "--rounds", "1", "--out", file.toString()))
        .isZero();
    ModelFiles files = ModelFiles.open(null, RangesCommandTest.class.getClassLoader());
    Safetensors before = network.equals("propagation") ? files.propagation() : files.interaction();
    Safetensors written = Safetensors.open(file);
    for (String name : before.names()) {
      assertThat(written.values(name)).as(name).isEqualTo(before.values(name));
    }
    Map<String, Float> expected = ActivationRanges.of(before.metadata(), "before");
    Map<String, Float> found = ActivationRanges.of(written.metadata(), "written");
    assertThat(found).isNotNull().hasSameSizeAs(expected);
    // One volume instead of 24: a single layer may see little, most see what they always do.
    found.forEach(
        (kernel, range) ->
            assertThat(range / expected.get(kernel)).as(kernel).isBetween(0.1f, 10f));
    double[] ratios =
        found.entrySet().stream()
            .mapToDouble(entry -> entry.getValue() / expected.get(entry.getKey()))
            .sorted()
            .toArray();
    assertThat(ratios[ratios.length / 2]).as("median ratio").isBetween(0.5, 2.0);
  }

  @Test
  void refusesAnotherNetwork(@TempDir Path folder) {
    Path file = folder.resolve("measured.safetensors");
    assertThat(TrainMain.execute("ranges", "unet3d", "--out", file.toString())).isNotZero();
    assertThat(Files.exists(file)).isFalse();
  }
}
