package org.mem3d.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.runtime.pass.BoundGraph;

class ConvolutionClassTest {
  static Stream<String> graphs() {
    return NetworkGraph.names(NetworkGraph.DEFAULT).stream();
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void probesAreOfTheClassTheyAreFor(String name) {
    List<Node> convolutions = convolutions(NetworkGraph.of(name, 2).passed());
    assertThat(convolutions).isNotEmpty();
    for (Node convolution : convolutions) {
      ConvolutionClass expected = ConvolutionClass.of(convolution);
      assertThat(expected.probes())
          .as(expected.toString())
          .isNotEmpty()
          .flatExtracting(ConvolutionClassTest::convolutions)
          .extracting(ConvolutionClass::of)
          .containsOnly(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void aloneANodeComputesWhatItDoesInItsGraph(String name) {
    BoundGraph passed = NetworkGraph.of(name, 2).passed();
    for (Node convolution : convolutions(passed)) {
      BoundGraph alone = NetworkGraph.alone(convolution, passed.weights());
      Node copy = alone.graph().outputs().get("y");
      assertThat(copy.op()).isEqualTo(convolution.op());
      assertThat(copy.shape()).isEqualTo(convolution.shape());
      assertThat(copy.inputs())
          .extracting(Node::shape)
          .isEqualTo(convolution.inputs().stream().map(Node::shape).toList());
      assertThat(alone.graph().parameters())
          .extracting(Node::name)
          .isNotEmpty()
          .isSubsetOf(passed.weights().names());
    }
  }

  private static List<Node> convolutions(BoundGraph bound) {
    return bound.graph().nodes().stream().filter(node -> node.op() instanceof Op.Conv2d).toList();
  }
}
