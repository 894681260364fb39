package org.mem3d.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.ModelException;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Shape;
import org.mem3d.published.network.Architecture;
import org.mem3d.published.network.Architecture.Manifest;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.weights.Safetensors;

class CheckpointImportTest {
  private static final Manifest MANIFEST =
      new Manifest(
          Map.of("a.weight", Shape.of(2, 3), "a.bias", Shape.of(2), "b.running_var", Shape.of(4)),
          Map.of("a.num_batches_tracked", Shape.of(1)));

  @TempDir Path directory = Path.of(".");

  private static MapWeights fitting() {
    return new MapWeights()
        .put("a.weight", Shape.of(2, 3), new float[6])
        .put("a.bias", Shape.of(2), new float[2])
        .put("b.running_var", Shape.of(4), new float[4])
        .put("a.num_batches_tracked", Shape.of(1), new float[1]);
  }

  @Test
  void exactlyTheNetworksTensorsFit() {
    CheckpointImport.Fit fit = CheckpointImport.Fit.of(fitting(), MANIFEST, List.of());
    fit.require("it");
    assertThat(fit.unused()).containsExactly("a.num_batches_tracked");
  }

  @Test
  void everyTensorThatDoesNotFitIsNamed() {
    MapWeights weights =
        new MapWeights()
            .put("a.weight", Shape.of(3, 2), new float[6])
            .put("c.weight", Shape.of(2), new float[2])
            .put("d.weight", Shape.of(2), new float[2]);
    assertThatThrownBy(() -> CheckpointImport.Fit.of(weights, MANIFEST, List.of()).require("it"))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("2 missing", "a.bias", "b.running_var")
        .hasMessageContainingAll("2 unexpected", "c.weight, d.weight")
        .hasMessageContaining("a.weight (3x2, wanted 2x3)");
  }

  @Test
  void onlyNamedBeginningsMayBeMissing() {
    MapWeights weights =
        new MapWeights()
            .put("a.weight", Shape.of(2, 3), new float[6])
            .put("a.bias", Shape.of(2), new float[2]);
    CheckpointImport.Fit fit = CheckpointImport.Fit.of(weights, MANIFEST, List.of("b."));
    fit.require("it");
    assertThat(fit.filled()).containsExactly("b.running_var");
    assertThatThrownBy(
            () -> CheckpointImport.Fit.of(weights, MANIFEST, List.of("a.")).require("it"))
        .hasMessageContaining("b.running_var");
  }

  /** The smallest published network, whole, with names that PyTorch adds and one part left out. */
  @Test
  void aWholeCheckpointBecomesAModelOfItsNetwork() throws IOException {
    Manifest manifest = Architecture.MEM3D_STM.manifest(3);
    Map<String, Shape> shapes = new LinkedHashMap<>(manifest.parameters());
    shapes.keySet().removeIf(name -> name.startsWith("Decoder.pred2"));
    shapes.putAll(manifest.unused());
    FormulaWeights weights = new FormulaWeights(new Formula(0), shapes);
    Path checkpoint = directory.resolve("stm.pth");
    Path model = directory.resolve("stm.safetensors");
    CheckpointWriter.write(checkpoint, weights, false);

    CheckpointImport strict = new CheckpointImport(Architecture.MEM3D_STM, DType.BF16, List.of());
    assertThatThrownBy(() -> strict.run(checkpoint, model))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("2 missing: Decoder.pred2.weight, Decoder.pred2.bias");
    assertThat(files()).containsExactly("stm.pth");

    CheckpointImport lenient =
        new CheckpointImport(Architecture.MEM3D_STM, DType.BF16, List.of("Decoder.pred2"));
    CheckpointImport.Summary summary = lenient.run(checkpoint, model);
    assertThat(summary.filled()).hasSize(2);
    Safetensors written = Safetensors.open(model);
    assertThat(written.names()).isEqualTo(manifest.parameters().keySet());
    assertThat(written.metadata()).containsEntry("architecture", "mem3d-stm");
    assertThat(Files.size(model)).isLessThan(2 * summary.parameters() + 100_000);
    float[] expected = weights.values("Encoder_M.conv1_m.weight");
    float[] actual = written.values("Encoder_M.conv1_m.weight");
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .isLessThanOrEqualTo(Math.abs(expected[i]) / 256);
    }
    assertThat(written.values("Decoder.pred2.bias")).containsOnly(0);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
