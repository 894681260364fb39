package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.ModelException;
import org.mem3d.Precision;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.runtime.weights.SafetensorsWriter;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.ForwardingBackend;

/** A precision is had or refused by what the loaded networks compute, and by all of it. */
class NetworkPrecisionTest {
  private static final int PUBLISHED_SIDE = 32;

  @TempDir Path directory = Path.of(".");

  /** The reference backend, said to compute some nodes in bfloat16 and 8 bits too. */
  private static final class Partial extends ForwardingBackend {
    private final Predicate<Node> computes;
    private final Map<String, CompileOptions> compiled = new HashMap<>();

    Partial(Backend inside, Predicate<Node> computes) {
      super(inside);
      this.computes = computes;
    }

    @Override
    public boolean supports(Node node, DType precision) {
      return precision == DType.F32 || precision != DType.F16 && computes.test(node);
    }

    @Override
    public DType preferredPrecision() {
      return DType.I8;
    }

    @Override
    public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
      compiled.put(graph.name(), options);
      return inside.compile(graph, weights, CompileOptions.F32);
    }
  }

  private ModelFactory models(@Nullable Path model, Precision precision, Predicate<Node> computes) {
    return models(model, precision, partial(computes));
  }

  private static Partial partial(Predicate<Node> computes) {
    return new Partial(new ReferenceBackendProvider().open(BackendOptions.DEFAULT), computes);
  }

  private ModelFactory models(@Nullable Path model, Precision precision, Partial backend) {
    ModelFiles files = ModelFiles.open(model, NetworkPrecisionTest.class.getClassLoader());
    EngineSettings settings =
        EngineSettings.DEFAULT.withPrecision(precision).withPublishedSide(PUBLISHED_SIDE);
    return ModelFactory.of(backend, files, settings, WorkerPool.CALLING_THREAD);
  }

  private Path published(Architecture architecture) {
    Path file = directory.resolve(architecture.text() + ".safetensors");
    FormulaWeights weights =
        new FormulaWeights(new Formula(0), architecture.manifest(4).parameters());
    SafetensorsWriter.write(file, weights, Map.of(), DType.BF16);
    return file;
  }

  /** The interaction network alone reads seven channels. */
  private static boolean readsMarks(Node node) {
    return !node.inputs().isEmpty() && node.input(0).shape().equals(Shape.of(1, 7, 128, 128));
  }

  @Test
  void aPrecisionThatAllNodesHaveIsTaken() {
    assertThat(models(null, Precision.BFLOAT16, node -> true).options().precision())
        .isEqualTo(DType.BF16);
  }

  @Test
  void theInteractionNetworkIsAskedToo() {
    assertThatThrownBy(() -> models(null, Precision.BFLOAT16, node -> !readsMarks(node)))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("does not compute in BFLOAT16")
        .hasMessageContaining("interaction")
        .hasMessageContaining("FLOAT32");
  }

  @Test
  void publishedNetworksAreAskedAndNotTheDefaultOnes() {
    Path file = published(Architecture.MEM3D_SAQ);
    // Its encoder alone halves by the largest of 3x3.
    Predicate<Node> notItsPooling = node -> !node.op().equals(new Op.MaxPool(3, 2, 1));
    assertThat(models(null, Precision.BFLOAT16, notItsPooling).options().precision())
        .isEqualTo(DType.BF16);
    assertThatThrownBy(() -> models(file, Precision.BFLOAT16, notItsPooling))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("does not compute in BFLOAT16");
  }

  @Test
  void in8BitsWeightsMustTellTheirRanges() {
    assertThat(models(null, Precision.INT8, node -> true).options().precision())
        .isEqualTo(DType.I8);
    Path file = published(Architecture.MEM3D_SAQ);
    assertThatThrownBy(() -> models(file, Precision.INT8, node -> true))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("INT8")
        .hasMessageContaining("FLOAT32 or AUTO")
        .hasMessageContaining("train ranges");
  }

  @Test
  void in8BitsTheInteractionNetworkStaysInFloat32() {
    Partial backend = partial(node -> true);
    ModelFactory models = models(null, Precision.INT8, backend);
    try (Segmenter segmenter = models.newSegmenter();
        Propagator propagator = models.newPropagator()) {
      segmenter.reserve();
      propagator.reserve();
    }
    assertThat(backend.compiled.get("interaction")).isEqualTo(CompileOptions.F32);
    CompileOptions memory = backend.compiled.get("segment");
    assertThat(memory.precision()).isEqualTo(DType.I8);
    assertThat(memory.inputRanges()).isNotEmpty();
  }

  @Test
  void theAutomaticOneTakesFloat32WhereRangesAreMissing() {
    assertThat(models(null, Precision.AUTO, node -> true).options().precision())
        .isEqualTo(DType.I8);
    Path file = published(Architecture.MEM3D_SAQ);
    assertThat(models(file, Precision.AUTO, node -> true).options().precision())
        .isEqualTo(DType.F32);
  }
}
