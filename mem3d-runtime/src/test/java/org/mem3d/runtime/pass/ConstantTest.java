package org.mem3d.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mem3d.runtime.pass.PassTest.applied;
import static org.mem3d.runtime.pass.PassTest.count;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;

/** What {@link FoldConstants} computes, and what it leaves. */
class ConstantTest {
  @Test
  void chainsOfParametersBecomeOneParameter() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 2, 5, 4);
    Node kernel = g.affine(g.relu(g.parameter("w", 3, 2, 3, 3)), 2, 0.5f);
    Node conv = g.add("conv", new Op.Conv2d(1, 1, 1, false), List.of(x, kernel));
    TensorGraph after = applied(FoldConstants::apply, "chain", g.output("y", conv).build());
    assertThat(after.nodes())
        .extracting(node -> node.op().kind())
        .containsExactlyInAnyOrder("Input", "Parameter", "Conv2d");
    assertThat(after.parameters())
        .extracting(Node::name)
        .containsExactly(kernel.name() + ".folded");
  }

  @Test
  void computedKernelsCanThenTakeBatchNorms() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 2, 5, 4);
    Node kernel = g.affine(g.parameter("w", 3, 2, 3, 3), 2, 0);
    Node conv = g.add("conv", new Op.Conv2d(1, 1, 1, false), List.of(x, kernel));
    g.output("y", g.relu(g.batchNorm(conv, "norm", 1e-5f)));
    TensorGraph after = applied(Passes::standard, "kernel", g.build());
    assertThat(count(after, Op.BatchNorm.class)).isZero();
    assertThat(count(after, Op.Affine.class)).isZero();
  }

  @Test
  void outputsThatDependOnParametersAloneStayOutputs() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 2, 3);
    Node sum = g.add(g.parameter("a", 2, 3), g.parameter("b", 2, 3));
    g.output("constant", sum).output("y", g.multiply(x, g.sigmoid(sum)));
    TensorGraph after = applied(FoldConstants::apply, "outputs", g.build());
    assertThat(count(after, Op.Add.class)).isZero();
    assertThat(count(after, Op.Sigmoid.class)).isZero();
    assertThat(after.outputs().get("constant").op()).isInstanceOf(Op.Parameter.class);
  }

  @Test
  void whatReadsAnInputStays() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 2, 3);
    g.output("y", g.relu(g.add(x, g.parameter("a", 2, 3))));
    TensorGraph graph = g.build();
    MapWeights weights = new MapWeights().put("a", Shape.of(2, 3), new float[6]);
    BoundGraph after = FoldConstants.apply(new BoundGraph(graph, weights));
    assertThat(after.graph().toText()).isEqualTo(graph.toText());
    assertThat(after.weights().names()).containsExactly("a");
  }
}
