package org.mem3d.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.runtime.weights.Safetensors;

/** The networks as data: size, work, and what they look like. */
class NetworkGraphsTest {
  private static final ReadParameters READ = new ReadParameters(15.5f, 9.5, 0.58, 0.33);

  private static ModelFiles weights() {
    return ModelFiles.open(null, NetworkGraphsTest.class.getClassLoader());
  }

  private static long parameters(TensorGraph... graphs) {
    Set<String> seen = new LinkedHashSet<>();
    long count = 0;
    for (TensorGraph graph : graphs) {
      for (Node parameter : graph.parameters()) {
        // The places of the query are constants, not learned.
        if (!parameter.name().equals("read.queryPosition") && seen.add(parameter.name())) {
          count += parameter.shape().elements();
        }
      }
    }
    return count;
  }

  private static long elements(Safetensors file) {
    return file.names().stream().mapToLong(name -> file.shape(name).elements()).sum();
  }

  @Test
  void parametersAreThoseOfTheWeights() {
    long memory =
        parameters(
            MemoryNetwork.encode(1),
            MemoryNetwork.memorise(1),
            MemoryNetwork.segment(1, 8, READ, 0));
    assertThat(memory + ReadParameters.tensors().size())
        .isEqualTo(elements(weights().propagation()));
    assertThat(memory / 1e6).isCloseTo(3.28, within(0.01));
    long interaction = parameters(InteractionNetwork.graph(1));
    assertThat(interaction).isEqualTo(elements(weights().interaction()));
    assertThat(interaction / 1e6).isCloseTo(1.47, within(0.01));
  }

  @Test
  void workPerSliceIsAsDesigned() {
    assertThat(MemoryNetwork.encode(1).flops() / 2e9).isCloseTo(0.29, within(0.02));
    assertThat(MemoryNetwork.memorise(1).flops() / 2e9).isCloseTo(0.30, within(0.02));
    TensorGraph segment = MemoryNetwork.segment(1, 1, READ, 0);
    assertThat(segment.flops() / 2e9).isCloseTo(0.44, within(0.05));
    assertThat(MemoryNetwork.encode(4).flops()).isEqualTo(4 * MemoryNetwork.encode(1).flops());
  }

  @Test
  void passesLeaveNeitherBatchNormsNorLooseActivations() {
    for (BoundGraph bound :
        List.of(
            new BoundGraph(MemoryNetwork.encode(1), weights().propagation()),
            new BoundGraph(MemoryNetwork.memorise(1), weights().propagation()),
            MemoryModel.segmentGraph(weights().propagation(), 1, 2, READ, 0),
            new BoundGraph(InteractionNetwork.graph(1), weights().interaction()))) {
      TensorGraph passed = Passes.standard(bound).graph();
      assertThat(passed.nodes())
          .noneMatch(node -> node.op() instanceof Op.BatchNorm)
          .noneMatch(node -> node.op() instanceof Op.Relu);
    }
  }

  @Test
  void graphsCanBeLookedAt() {
    TensorGraph graph = InteractionNetwork.graph(2);
    String text = graph.toText();
    assertThat(text)
        .startsWith("graph interaction: " + graph.nodes().size() + " nodes")
        .contains("encoder.stage1.down.conv", "-> 2x7x128x128", "GFLOP", "output probability = %");
    assertThat(text.lines().count())
        .isEqualTo(
            1
                + graph.nodes().stream().filter(n -> !(n.op() instanceof Op.Parameter)).count()
                + graph.outputs().size());
    String dot = graph.toDot();
    assertThat(dot).startsWith("digraph \"interaction\" {").endsWith("}\n");
    assertThat(dot).contains("quality.logit", "decoder.out\\nConv2d 2x1x64x64");
    assertThat(dot.chars().filter(c -> c == '{').count())
        .isEqualTo(dot.chars().filter(c -> c == '}').count());
  }
}
