package org.mem3d.published.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.ModelException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.GraphExecution;

class PublishedGraphsTest {
  private static final Formula FORMULA = new Formula(7);
  private static final Offset<Float> CLOSE = within(2e-4f);

  /** Trainable parameters as PyTorch counts them: without the batch norms' statistics. */
  @ParameterizedTest
  @CsvSource({"mem3d-saq,73.59", "mem3d-aspp,47.12", "mem3d-stm,38.93", "iog,52.12"})
  void haveAsManyParametersAsPublished(String name, double millions) {
    long count =
        Architecture.named(name)
            .manifest(name.equals("iog") ? 5 : 3)
            .parameters()
            .entrySet()
            .stream()
            .filter(entry -> !entry.getKey().contains(".running_"))
            .mapToLong(entry -> entry.getValue().elements())
            .sum();
    long neverCalled = name.equals("iog") ? 256 * 256 + 2 * 256 : 0;
    assertThat((count + neverCalled) / 1e6).isCloseTo(millions, within(0.005));
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void canBeBuiltAtAnyMultipleOf16(Architecture architecture) {
    for (int[] size : new int[][] {{16, 16}, {48, 80}, {208, 112}, {512, 512}}) {
      for (TensorGraph graph : architecture.graphs(4, size[0], size[1])) {
        graph
            .outputs()
            .forEach(
                (name, node) -> {
                  if (name.equals("probability")) {
                    assertThat(node.shape()).isEqualTo(Shape.of(1, 1, size[0], size[1]));
                  }
                });
      }
    }
  }

  @Test
  void sameNamesAtAnySize() {
    assertThat(names(Architecture.MEM3D_SAQ.graphs(3, 64, 64).get(2)))
        .isEqualTo(names(Architecture.MEM3D_SAQ.graphs(3, 512, 512).get(2)));
  }

  private static Map<String, Shape> names(TensorGraph graph) {
    Map<String, Shape> names = new LinkedHashMap<>();
    graph.parameters().forEach(node -> names.put(node.name(), node.shape()));
    return names;
  }

  @Test
  void anUnknownArchitectureIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Architecture.named("saq"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'saq'")
        .hasMessageContaining("mem3d-saq, mem3d-aspp, mem3d-stm, iog");
  }

  /** A bank of two slots of which one is empty gives what the whole network gives. */
  @Test
  void theThreeGraphsTogetherAreTheWholeNetwork() {
    int side = 64;
    int positions = 16;
    float[] slice0 = FORMULA.image("slice0", 3, side, side);
    float[] slice1 = FORMULA.image("slice1", 3, side, side);
    float[] mask = FORMULA.uniform("mask", side * side, 0, 1);
    PublishedMemoryNetwork network = Architecture.MEM3D_SAQ.memoryNetwork();
    try (Backend backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT)) {
      Map<String, float[]> whole =
          run(
              backend,
              GoldenGraphs.memory(side, side),
              Map.of("slice0", slice0, "mask", mask, "slice1", slice1));
      Map<String, float[]> memory =
          run(
              backend,
              PublishedMemoryNetwork.memorise(1, side, side),
              Map.of("slice", slice0, "mask", mask));
      Map<String, float[]> inputs =
          new LinkedHashMap<>(run(backend, network.encode(1, side, side), Map.of("slice", slice1)));
      float[] keys = new float[2 * positions * PublishedMemoryNetwork.KEY];
      float[] values = new float[2 * positions * PublishedMemoryNetwork.VALUE];
      float[] emptiness = new float[2 * positions];
      System.arraycopy(memory.get("key"), 0, keys, keys.length / 2, keys.length / 2);
      System.arraycopy(memory.get("value"), 0, values, values.length / 2, values.length / 2);
      java.util.Arrays.fill(values, 0, values.length / 2, 1e3f);
      java.util.Arrays.fill(emptiness, 0, positions, PublishedMemoryNetwork.EMPTY);
      inputs.put("bank.keys", keys);
      inputs.put("bank.values", values);
      inputs.put("bank.emptiness", emptiness);
      Map<String, float[]> answer = run(backend, network.segment(1, 2, side, side), inputs);

      assertThat(answer.get("logits")).containsExactly(whole.get("logits"), CLOSE);
      assertThat(answer.get("quality")).containsExactly(whole.get("quality"), CLOSE);
    }
  }

  @ParameterizedTest
  @EnumSource(Affinity.class)
  void affinitiesAreWhatTheirFormulasSay(Affinity affinity) {
    int c = 5;
    int n = 3;
    int m = 4;
    float[] query = FORMULA.uniform("query", c * n, -2, 2);
    float[] memory = FORMULA.uniform("memory", m * c, -2, 2);
    org.mem3d.graph.GraphBuilder g = new org.mem3d.graph.GraphBuilder("affinity");
    org.mem3d.graph.Node alike =
        affinity.build(g, g.input("query", 1, c, n), g.input("memory", 1, m, c));
    g.output("weight", g.add(new org.mem3d.graph.Op.Softmax(2), alike));
    float[] expected = new float[n * m];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < m; j++) {
        double dot = 0;
        double q = 0;
        double k = 0;
        double d = 0;
        for (int a = 0; a < c; a++) {
          double x = query[a * n + i];
          double y = memory[j * c + a];
          dot += x * y;
          q += x * x;
          k += y * y;
          d += (x - y) * (x - y);
        }
        double weight =
            Math.exp(
                switch (affinity) {
                  case DOT_SCALED -> dot / Math.sqrt(c);
                  case COSINE -> dot / Math.sqrt(q * k);
                  case NEG_L2 -> -d / Math.sqrt(c);
                });
        expected[i * m + j] = (float) weight;
        sum += weight;
      }
      for (int j = 0; j < m; j++) {
        expected[i * m + j] /= (float) sum;
      }
    }
    try (Backend backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT)) {
      Map<String, float[]> answer =
          run(backend, g.build(), Map.of("query", query, "memory", memory));
      assertThat(answer.get("weight")).containsExactly(expected, within(1e-5f));
    }
  }

  /** The paper's head sees the readout, so a memory of something else changes its answer. */
  @Test
  void theQualityHeadSeesWhatItsSwitchSays() {
    int side = 32;
    PublishedMemoryNetwork code = Architecture.MEM3D_SAQ.memoryNetwork();
    PublishedMemoryNetwork paper =
        new PublishedMemoryNetwork(
            true, true, Affinity.COSINE, PublishedMemoryNetwork.QualityInput.READOUT);
    TensorGraph ofImage = code.encode(1, side, side);
    assertThat(ofImage.outputs()).containsKey("quality.image");
    assertThat(read(ofImage, "conv1.seen")).isEqualTo(read(ofImage, "KV_Q_r4.Key"));
    assertThat(paper.encode(1, side, side).outputs()).doesNotContainKey("quality.image");
    assertThat(read(paper.segment(1, 1, side, side), "conv1.seen")).isEqualTo("readout");
  }

  /** What a convolution reads. */
  private static String read(TensorGraph graph, String convolution) {
    return graph.node(convolution).input(0).name();
  }

  private static Map<String, float[]> run(
      Backend backend, TensorGraph graph, Map<String, float[]> inputs) {
    BoundGraph bound = Passes.standard(new BoundGraph(graph, FormulaWeights.of(FORMULA, graph)));
    return GraphExecution.once(backend, bound.graph(), bound.weights(), inputs);
  }
}
