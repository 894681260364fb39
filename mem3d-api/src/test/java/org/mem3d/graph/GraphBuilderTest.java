package org.mem3d.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
  @Test
  void graphsKnowTheirPartsAndTheirWork() {
    GraphBuilder g = new GraphBuilder("tiny");
    Node slice = g.input("slice", 1, 2, 8, 8);
    Node key = g.relu(g.conv(slice, "key", 4, 3));
    TensorGraph graph = g.output("key", key).output("again", key).build();
    assertThat(graph.inputs()).containsExactly(slice);
    assertThat(graph.parameters()).extracting(Node::name).containsExactly("key.weight", "key.bias");
    assertThat(graph.parameterCount()).isEqualTo(4 * 2 * 9 + 4);
    assertThat(graph.flops()).isEqualTo(2L * 4 * 64 * 18 + 4 * 64);
    assertThat(graph.outputs().keySet()).containsExactly("key", "again");
    assertThat(graph.node("key").op()).isInstanceOf(Op.Conv2d.class);
    assertThat(graph.consumers().get(slice.id())).containsExactly(graph.node("key"));
    assertThat(graph.node("key").bytes()).isEqualTo(4L * (4 * 64 + 2 * 64 + 72 + 4));
    assertThat(slice.bytes()).isZero();
    assertThat(graph).hasToString("tiny (5 nodes, 76 parameters)");
    assertThat(graph.toText())
        .contains("graph tiny: 5 nodes, 76 parameters", "key", "1x4x8x8", "output again = %4");
    assertThat(graph.toDot()).contains("digraph \"tiny\"", "n0 -> n3", "label=\"again\"");
  }

  @Test
  void aBuilderGoesOnWithoutChangingWhatItBuilt() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 4);
    TensorGraph first = g.output("x", x).build();
    TensorGraph second = g.output("y", g.relu(x)).build();
    assertThat(first.nodes()).hasSize(1);
    assertThat(first.outputs()).hasSize(1);
    assertThat(second.nodes()).hasSize(2);
  }

  @Test
  void parametersOfOneNameAreShared() {
    GraphBuilder g = new GraphBuilder("g");
    Node weight = g.parameter("w", 3, 3);
    assertThat(g.parameter("w", 3, 3)).isSameAs(weight);
    assertThatThrownBy(() -> g.parameter("w", 3, 4))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("'w'", "3x4", "3x3");
    g.input("x", 3, 3);
    assertThatThrownBy(() -> g.parameter("x", 3, 3))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'x'");
  }

  @Test
  void mistakesAreNamed() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 2, 8, 8);
    assertThatThrownBy(() -> g.input("x", 1))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("'g'", "'x'");
    Node foreign = new GraphBuilder("other").input("foreign", 1, 2, 8, 8);
    assertThatThrownBy(() -> g.add(x, foreign))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("'foreign'", "not of this graph");
    assertThatThrownBy(() -> g.add("sum", new Op.Add(), List.of(x)))
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("node 'sum'", "takes 2 inputs");
    assertThatThrownBy(g::build)
        .isInstanceOf(GraphException.class)
        .hasMessageContainingAll("'g'", "no output");
    g.output("y", x);
    assertThatThrownBy(() -> g.output("y", x))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'y'");
    assertThatThrownBy(() -> g.build().node("z"))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'z'");
  }

  @Test
  void outputsAreNodesOfTheGraph() {
    GraphBuilder g = new GraphBuilder("g");
    g.input("x", 1, 2);
    Node foreign = new GraphBuilder("other").input("foreign", 1, 2);
    assertThatThrownBy(() -> g.output("y", foreign))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'foreign'");
  }
}
