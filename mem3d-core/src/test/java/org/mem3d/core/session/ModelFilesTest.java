package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.ModelException;
import org.mem3d.SegmentationEngine;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.BackendException;

class ModelFilesTest {
  private static final ClassLoader LOADER = ModelFilesTest.class.getClassLoader();

  @TempDir private Path dir;
  private final ModelFiles defaults = ModelFiles.open(null, LOADER);

  @BeforeEach
  void write() {
    SafetensorsWriter.write(
        dir.resolve("interaction.safetensors"), defaults.interaction(), Map.of());
    SafetensorsWriter.write(
        dir.resolve("propagation.safetensors"), defaults.propagation(), Map.of());
  }

  @Test
  void aFileOfOneNetworkLeavesTheOtherAtItsDefault() {
    Path memory = dir.resolve("propagation.safetensors");
    ModelFiles first = ModelFiles.open(memory, LOADER);
    assertThat(first.propagation().source()).isEqualTo(memory.toString());
    assertThat(first.interaction().source()).contains("default");
    Path interaction = dir.resolve("interaction.safetensors");
    ModelFiles second = ModelFiles.open(interaction, LOADER);
    assertThat(second.interaction().source()).isEqualTo(interaction.toString());
    assertThat(second.propagation().source()).contains("default");
    String name = "encoder.stage1.down.conv.weight";
    assertThat(second.interaction().values(name)).isEqualTo(defaults.interaction().values(name));
  }

  @Test
  void whatIsWrongWithTheWeightsIsSaidBeforeWhatIsWrongWithTheBackend() throws IOException {
    SegmentationEngine.Builder noBackend = SegmentationEngine.builder().backend("no-such");
    assertThatThrownBy(noBackend::open)
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no-such");
    Path missing = dir.resolve("missing.safetensors");
    assertThatThrownBy(noBackend.model(missing)::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing.safetensors");
    assertThatThrownBy(SegmentationEngine.builder().backend("reference").model(missing)::open)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing.safetensors");
  }

  @Test
  void aDirectoryHoldsBoth() throws IOException {
    ModelFiles files = ModelFiles.open(dir, LOADER);
    assertThat(files.interaction().source()).startsWith(dir.toString());
    assertThat(files.propagation().source()).startsWith(dir.toString());
    Files.delete(dir.resolve("interaction.safetensors"));
    assertThatThrownBy(() -> ModelFiles.open(dir, LOADER))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("interaction.safetensors", "no file");
  }

  @Test
  void missingFilesAndMissingDefaultsAreNamed() {
    assertThatThrownBy(() -> ModelFiles.open(dir.resolve("none"), LOADER))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none");
    ClassLoader empty = ClassLoader.getPlatformClassLoader();
    assertThatThrownBy(() -> ModelFiles.open(null, empty))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("org.mem3d:mem3d-model");
  }

  @Test
  void enginesRefuseWeightsOfAnotherShape() {
    Safetensors memory = defaults.propagation();
    MapWeights changed = new MapWeights(memory);
    changed.put("read.locality", Shape.of(2), new float[2]);
    changed.put("surplus", Shape.of(1), new float[1]);
    Path path = dir.resolve("changed.safetensors");
    SafetensorsWriter.write(path, changed, Map.of());
    assertThatThrownBy(() -> SegmentationEngine.builder().backend("reference").model(path).open())
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(
            "changed.safetensors", "read.locality (2, wanted 1)", "not expected surplus");
  }
}
