package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphCases;
import org.mem3d.testkit.GraphEvaluator;
import org.mem3d.testkit.RelativeError;

/** What this backend promises beyond the contract. */
class OneDnnGraphTest {
  @Test
  void descriptionTellsImplementationsFusionsAndMemory() {
    GraphCase network = GraphCases.largest();
    BoundGraph passed = Passes.standard(new BoundGraph(network.graph(), network.weights()));
    try (Backend backend = new OneDnnProvider().open(new BackendOptions(1, Map.of()));
        CompiledGraph compiled =
            backend.compile(passed.graph(), passed.weights(), CompileOptions.F32)) {
      assertThat(compiled.describe())
          .contains("1 threads", "GFLOP", "arena ", "scratchpad ", "weights ")
          .containsPattern("Conv2d \\+ .*-> F32 acdb");
    }
  }

  @Test
  void profiledGraphTellsTheTimeOfEachStep() {
    GraphCase network = GraphCases.largest();
    BackendOptions profiled = new BackendOptions(1, Map.of(OneDnnProvider.PROFILE, "true"));
    try (Backend backend = new OneDnnProvider().open(profiled);
        GraphExecution execution =
            new GraphExecution(backend, network.graph(), network.weights(), CompileOptions.F32)) {
      execution.run(network.inputs(0));
      execution.run(network.inputs(1));
      assertThat(execution.compiled().describe())
          .contains("sum of medians of 2 runs")
          .containsPattern("[1-9][0-9.]* us +[0-9.]+ GFLOP/s +Conv2d");
    }
    assertThatThrownBy(
            () ->
                new OneDnnProvider()
                    .open(new BackendOptions(1, Map.of(OneDnnProvider.PROFILE, "yes")))
                    .close())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("'yes'");
  }

  @Test
  void bfloat16TensorsRoundToTheNearest() {
    float[] source = new float[3 * 5 * 4 * 4];
    Random random = new Random(11);
    for (int i = 0; i < source.length; i++) {
      source[i] = (float) random.nextGaussian();
    }
    source[0] = Float.NaN;
    source[1] = Float.NEGATIVE_INFINITY;
    source[2] = 1 + 0x1p-8f;
    source[3] = 1 + 0x3p-8f;
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT);
        DeviceTensor tensor = backend.allocate(Shape.of(3, 5, 4, 4), DType.BF16)) {
      assertThat(tensor.bytes()).isEqualTo(source.length * 2L);
      tensor.write(source);
      float[] read = new float[source.length];
      tensor.read(read);
      assertThat(read[0]).isNaN();
      assertThat(read[1]).isEqualTo(Float.NEGATIVE_INFINITY);
      assertThat(read[2]).as("a tie goes to the even neighbour").isEqualTo(1f);
      assertThat(read[3]).isEqualTo(1 + 0x4p-8f);
      for (int i = 4; i < read.length; i++) {
        assertThat(Math.abs(read[i] - source[i]))
            .isLessThanOrEqualTo(Math.abs(source[i]) * 0x1p-8f);
      }
      assertThatThrownBy(() -> tensor.write(new float[3])).isInstanceOf(BackendException.class);
    }
  }

  /**
   * Blocks add to what came before: rounded each time, forty blocks would be seven times as wrong.
   */
  @Test
  void sumsOfResidualBlocksAreNotRounded() {
    assumeTrue(DnnlEngine.computes(DType.BF16), "this processor lacks bfloat16");
    GraphBuilder g = new GraphBuilder("blocks");
    Node x = g.relu(g.conv(g.input("x", 1, 16, 12, 12), "first", 16, 3));
    for (int block = 0; block < 40; block++) {
      String name = "block" + block;
      Node branch = g.convNoBias(g.affine(x, 0x1p-5f, 0), name, 16, 3, 1);
      x = g.relu(g.add(branch, x));
    }
    GraphCase blocks = new GraphCase("blocks", g.output("y", x).build());
    BoundGraph passed = Passes.standard(new BoundGraph(blocks.graph(), blocks.weights()));
    Map<String, float[]> inputs = blocks.inputs(0);
    Map<String, double[]> expected =
        GraphEvaluator.evaluate(blocks.graph(), blocks.weights(), inputs);
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT);
        GraphExecution execution =
            new GraphExecution(
                backend, passed.graph(), passed.weights(), new CompileOptions(DType.BF16))) {
      RelativeError.check("blocks", expected, execution.run(inputs), 4e-3);
    }
  }

  @Test
  void float16IsRefused() {
    GraphCase network = GraphCases.largest();
    CompileOptions float16 = new CompileOptions(DType.F16);
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT)) {
      assertThat(network.graph().nodes()).noneMatch(node -> backend.supports(node, DType.F16));
      assertThatThrownBy(() -> backend.allocate(Shape.of(2), DType.F16).close())
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("F16");
      assertThatThrownBy(() -> backend.compile(network.graph(), network.weights(), float16).close())
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("F16");
    }
  }

  @Test
  void runsTakeFloat32Only() {
    GraphCase network = GraphCases.largest();
    try (Backend backend = new OneDnnProvider().open(BackendOptions.DEFAULT);
        CompiledGraph compiled =
            backend.compile(network.graph(), network.weights(), CompileOptions.F32);
        DeviceTensor slice =
            backend.allocate(network.graph().inputs().get(0).shape(), DType.BF16)) {
      String name = network.graph().inputs().get(0).name();
      assertThatThrownBy(() -> compiled.run(Map.of(name, slice), Map.of()))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("BF16");
    }
  }
}
