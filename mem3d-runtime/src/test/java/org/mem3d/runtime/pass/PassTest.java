package org.mem3d.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphEvaluator;
import org.mem3d.testkit.RelativeError;

/** What each pass does to the structure of small graphs, and that their values stay. */
class PassTest {
  /** Applies a pass and checks that the graph's outputs stay within rounding. */
  static TensorGraph applied(UnaryOperator<BoundGraph> pass, String name, TensorGraph graph) {
    GraphCase before = new GraphCase(name, graph);
    BoundGraph after = pass.apply(new BoundGraph(graph, before.weights()));
    Map<String, float[]> inputs = before.inputs(0);
    assertThat(after.graph().outputs().keySet()).isEqualTo(graph.outputs().keySet());
    assertThat(after.graph().inputs()).hasSameSizeAs(graph.inputs());
    Map<String, double[]> expected = GraphEvaluator.evaluate(graph, before.weights(), inputs);
    Map<String, double[]> actual = GraphEvaluator.evaluate(after.graph(), after.weights(), inputs);
    actual.forEach(
        (output, values) -> {
          float[] narrow = new float[values.length];
          for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
          }
          RelativeError.check(name + " '" + output + "'", expected.get(output), narrow, 2e-6);
        });
    return after.graph();
  }

  static long count(TensorGraph graph, Class<? extends Op> kind) {
    return graph.nodes().stream().filter(node -> kind.isInstance(node.op())).count();
  }

  private static Node block(GraphBuilder g, Node x, String path) {
    return g.batchNorm(g.convNoBias(x, path + ".conv", 4, 3, 1), path + ".norm", 1e-5f);
  }

  @Test
  void batchNormsAreFoldedAway() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 2, 3, 5, 4);
    Node biased = g.batchNorm(g.conv(x, "biased", 4, 3), "biased.norm", 1e-3f);
    Node strided = g.batchNorm(g.convNoBias(biased, "strided", 5, 3, 2), "strided.norm", 1e-5f);
    TensorGraph folded =
        applied(FoldBatchNorm::apply, "fold", g.output("y", strided).output("b", biased).build());
    assertThat(count(folded, Op.BatchNorm.class)).isZero();
    assertThat(count(folded, Op.Conv2d.class)).isEqualTo(2);
    assertThat(folded.parameters())
        .extracting(Node::name)
        .containsExactlyInAnyOrder(
            "biased.folded.weight",
            "biased.folded.bias",
            "strided.folded.weight",
            "strided.folded.bias");
  }

  @Test
  void batchNormsStayWhereTheConvolutionIsReadElsewhere() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 4, 5, 4);
    Node twice = g.convNoBias(x, "twice", 4, 3, 1);
    Node output = g.convNoBias(x, "output", 4, 3, 1);
    Node alone = g.batchNorm(x, "alone.norm", 1e-5f);
    g.output("sum", g.add(g.batchNorm(twice, "twice.norm", 1e-5f), twice));
    g.output("conv", output).output("norm", g.batchNorm(output, "output.norm", 1e-5f));
    TensorGraph after = applied(FoldBatchNorm::apply, "no fold", g.output("alone", alone).build());
    assertThat(count(after, Op.BatchNorm.class)).isEqualTo(3);
  }

  @Test
  void batchNormsStayWhereTheKernelIsComputed() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 2, 5, 4);
    Node kernel = g.affine(g.parameter("w", 3, 2, 3, 3), 2, 0);
    Node conv = g.add("conv", new Op.Conv2d(1, 1, 1, false), List.of(x, kernel));
    g.output("y", g.batchNorm(conv, "norm", 1e-5f));
    TensorGraph after = applied(FoldBatchNorm::apply, "computed kernel", g.build());
    assertThat(count(after, Op.BatchNorm.class)).isEqualTo(1);
  }

  @Test
  void residualsAndActivationsAreFused() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 4, 6, 5);
    Node first = g.relu(g.conv(x, "first", 4, 3));
    Node second = g.relu(g.add(first, g.conv(first, "second", 4, 3)));
    Node third = g.relu(g.add(g.conv(second, "third", 4, 1), first));
    Node bare = g.add(g.conv(third, "bare", 4, 1), third);
    Node gate = g.sigmoid(g.conv(bare, "gate", 4, 1));
    Node hidden = g.relu(g.linear(g.reshape(gate, 1, 120), "fc", 7));
    TensorGraph after =
        applied(FuseConvolutions::apply, "fuse", g.output("y", g.sigmoid(hidden)).build());
    assertThat(count(after, Op.Add.class)).isZero();
    assertThat(count(after, Op.Relu.class)).isZero();
    assertThat(count(after, Op.Sigmoid.class)).as("the second activation in a row").isEqualTo(1);
    List<Op.Conv2d> convolutions =
        after.nodes().stream()
            .map(Node::op)
            .filter(Op.Conv2d.class::isInstance)
            .map(Op.Conv2d.class::cast)
            .toList();
    assertThat(convolutions)
        .extracting(Op.Conv2d::residual)
        .containsExactly(false, true, true, true, false);
    assertThat(convolutions)
        .extracting(Op.Conv2d::activation)
        .containsExactly(
            Op.Activation.RELU,
            Op.Activation.RELU,
            Op.Activation.RELU,
            Op.Activation.NONE,
            Op.Activation.SIGMOID);
  }

  @Test
  void valuesReadElsewhereAreNotFusedAway() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 4, 6, 5);
    Node isOutput = g.conv(x, "isOutput", 4, 3);
    Node usedTwice = g.conv(x, "usedTwice", 4, 3);
    Node itself = g.conv(x, "itself", 4, 3);
    Node sum = g.add(g.conv(x, "sum", 4, 3), x);
    g.output("isOutput", isOutput).output("a", g.relu(isOutput));
    g.output("b", g.concatChannels(g.relu(usedTwice), usedTwice));
    g.output("c", g.relu(g.add(itself, itself)));
    g.output("sum", sum).output("d", g.relu(sum));
    TensorGraph after = applied(FuseConvolutions::apply, "no fuse", g.build());
    assertThat(count(after, Op.Relu.class)).isEqualTo(4);
    assertThat(count(after, Op.Add.class)).as("only the sum's addition goes").isEqualTo(1);
  }

  @Test
  void broadcastAdditionsAreNotResiduals() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 4, 6, 5);
    Node perChannel = g.input("c", 1, 4, 1, 1);
    Node y = g.relu(g.add(g.conv(x, "conv", 4, 3), perChannel));
    TensorGraph after = applied(FuseConvolutions::apply, "broadcast", g.output("y", y).build());
    assertThat(count(after, Op.Add.class)).isEqualTo(1);
    assertThat(count(after, Op.Relu.class)).isEqualTo(1);
  }

  @Test
  void deadNodesGoAndInputsStay() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 3, 4, 4);
    g.input("unread", 1, 2);
    g.relu(g.conv(x, "dead", 2, 3));
    TensorGraph after =
        applied(DropDeadNodes::apply, "dead", g.output("y", g.affine(x, 2, 1)).build());
    assertThat(after.nodes()).extracting(Node::name).containsExactly("x", "unread", "affine#6");
    assertThat(after.parameters()).isEmpty();
  }

  @Test
  void outputsThatNobodyAsksForGo() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 3, 4, 4);
    Node conv = g.conv(x, "conv", 2, 3);
    g.output("logits", conv).output("mask", g.sigmoid(conv)).output("other", g.relu(x));
    GraphCase values = new GraphCase("outputs", g.build());
    BoundGraph bound = new BoundGraph(values.graph(), values.weights());
    TensorGraph after = KeepOutputs.apply(bound, Set.of("mask")).graph();
    assertThat(after.outputs()).containsOnlyKeys("mask");
    assertThat(count(after, Op.Relu.class)).isZero();
    TensorGraph fused = Passes.standard(KeepOutputs.apply(bound, Set.of("mask"))).graph();
    assertThat(count(fused, Op.Sigmoid.class)).isZero();
    assertThatThrownBy(() -> KeepOutputs.apply(bound, Set.of("mask", "masks")))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("[masks]")
        .hasMessageContaining("logits");
  }

  @Test
  void blocksOfTheNetworksBecomeSingleConvolutions() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 4, 8, 8);
    Node first = g.relu(block(g, x, "a"));
    Node second = g.relu(g.add(first, block(g, first, "b")));
    TensorGraph after = applied(Passes::standard, "block", g.output("y", second).build());
    assertThat(after.nodes().stream().filter(n -> !(n.op() instanceof Op.Parameter)).toList())
        .extracting(node -> node.op().kind())
        .containsExactly("Input", "Conv2d", "Conv2d");
  }

  @Test
  void passesLeaveTheirInputAlone() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 4, 8, 8);
    TensorGraph graph = g.output("y", g.relu(block(g, x, "a"))).build();
    String before = graph.toText();
    GraphCase values = new GraphCase("untouched", graph);
    float[] kernel = values.weights().values("a.conv.weight");
    var weights = values.weights();
    Passes.standard(new BoundGraph(graph, weights));
    assertThat(graph.toText()).isEqualTo(before);
    assertThat(weights.values("a.conv.weight")).containsExactly(kernel);
  }

  /** Large weights must not lie in memory twice: folding says what to make of them, no more. */
  @Test
  void foldingReadsNoWeights() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 4, 8, 8);
    TensorGraph graph = g.output("y", g.relu(block(g, x, "a"))).build();
    Weights unreadable =
        new Weights() {
          @Override
          public Set<String> names() {
            return Set.of();
          }

          @Override
          public Shape shape(String name) {
            return graph.node(name).shape();
          }

          @Override
          public float[] values(String name) {
            throw new AssertionError(name + " was read");
          }
        };
    BoundGraph after = FoldBatchNorm.apply(new BoundGraph(graph, unreadable));
    assertThat(after.weights().shape("a.conv.folded.weight")).isEqualTo(Shape.of(4, 4, 3, 3));
  }
}
