package org.mem3d.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mem3d.ModelException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.weights.Safetensors;

class PyTorchCheckpointTest {
  /** Written by PyTorch; README.md there says how. */
  private static final Path CHECKPOINTS = Path.of("src", "test", "resources", "checkpoints");

  @TempDir Path directory = Path.of(".");

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint-zip.pth", "checkpoint-legacy.pth", "state-dict-zip.pth"})
  void everyTensorIsWhatPyTorchSaved(String name) {
    Safetensors expected = Safetensors.open(CHECKPOINTS.resolve("checkpoint-expected.safetensors"));
    try (PyTorchCheckpoint checkpoint = PyTorchCheckpoint.open(CHECKPOINTS.resolve(name))) {
      assertThat(checkpoint.names()).containsExactlyInAnyOrderElementsOf(expected.names());
      for (String tensor : expected.names()) {
        assertThat(checkpoint.shape(tensor)).as(tensor).isEqualTo(expected.shape(tensor));
        assertThat(checkpoint.values(tensor)).as(tensor).isEqualTo(expected.values(tensor));
      }
    }
  }

  @Test
  void aHostileFileIsRefusedByName() {
    assertThatThrownBy(() -> PyTorchCheckpoint.open(CHECKPOINTS.resolve("checkpoint-evil.pth")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'posix.system'")
        .hasMessageContaining("nothing was run");
    assertThat(Path.of("mem3d-was-here")).doesNotExist();
  }

  @Test
  void aFileCutShortIsRefused() {
    assertThatThrownBy(
            () -> PyTorchCheckpoint.open(CHECKPOINTS.resolve("checkpoint-truncated.pth")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cut short or damaged");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrittenIsReadAgain(boolean zip) throws IOException {
    MapWeights weights =
        new MapWeights()
            .put("conv.weight", Shape.of(2, 1, 1, 2), new float[] {1, -2, 3.5f, 4})
            .put("conv.bias", Shape.of(2), new float[] {0.25f, -0.5f});
    Path file = directory.resolve("net.pth");
    CheckpointWriter.write(file, weights, zip);
    try (PyTorchCheckpoint checkpoint = PyTorchCheckpoint.open(file)) {
      assertThat(checkpoint.names()).containsExactly("conv.weight", "conv.bias");
      assertThat(checkpoint.shape("conv.weight")).isEqualTo(Shape.of(2, 1, 1, 2));
      assertThat(checkpoint.values("conv.weight")).containsExactly(1, -2, 3.5f, 4);
      assertThat(checkpoint.values("conv.bias")).containsExactly(0.25f, -0.5f);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cbuiltins\neval\n(X\u0001\u0000\u0000\u0000xtR.",
        "cos\nsystem\n.",
        "cnumpy\nload\n.",
        "ctorch.nn.modules.conv\nConv2d\n.",
        "ctorch\nload\n."
      })
  void namesThatWeightsDoNotNeedAreRefused(String pickle) {
    String name = pickle.substring(1, pickle.indexOf('\n', pickle.indexOf('\n') + 1));
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'" + name.replace('\n', '.') + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // NEWOBJ, INST, OBJ, EXT1: steps that make objects.
        "ccollections\nOrderedDict\n)\u0081.",
        "(ios\nsystem\n.",
        "(ccollections\nOrderedDict\no.",
        "\u0082\u0001.",
        // A storage is no function; a map cannot be a key; nothing to take.
        "ctorch\nFloatStorage\n)R.",
        "}}N0}}s.",
        "u.",
        "0.",
        "h\u0005.",
        "ctorch._utils\n_rebuild_tensor_v2\n)R.",
        "X\u00ff\u00ff\u00ff\u007f",
        "K\u0001"
      })
  void otherStepsAreRefused(String pickle) {
    assertThatThrownBy(() -> read(pickle)).isInstanceOf(ModelException.class);
  }

  private static Object read(String pickle) {
    byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
    return PickleReader.read(
        new ByteReader(new java.io.ByteArrayInputStream(bytes), bytes.length, "test"));
  }

  @Test
  void aMissingFileADirectoryAndATextAreRefused() throws IOException {
    Path text = Files.writeString(directory.resolve("text.pth"), "weights");
    for (Path path : new Path[] {directory.resolve("none.pth"), directory, text}) {
      assertThatThrownBy(() -> PyTorchCheckpoint.open(path))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining(path.toString());
    }
  }
}
