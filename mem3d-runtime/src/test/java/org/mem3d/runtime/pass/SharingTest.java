package org.mem3d.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mem3d.runtime.pass.PassTest.applied;
import static org.mem3d.runtime.pass.PassTest.count;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphEvaluator;

/** What {@link ShareCommon} computes once, within a graph and across graphs that were joined. */
class SharingTest {
  private static Node encoder(GraphBuilder g, Node slice) {
    Node x = g.relu(g.batchNorm(g.convNoBias(slice, "enc.a", 4, 3, 2), "enc.norm", 1e-5f));
    return g.relu(g.add(x, g.conv(x, "enc.b", 4, 3)));
  }

  private static TensorGraph network(String name, String head, int channels) {
    GraphBuilder g = new GraphBuilder(name);
    Node features = encoder(g, g.input("slice", 1, 2, 8, 8));
    return g.output(head, g.conv(features, "head", channels, 3)).build();
  }

  private static void requireSame(
      GraphCase single, BoundGraph whole, String output, Map<String, float[]> inputs) {
    double[] expected =
        GraphEvaluator.evaluate(single.graph(), single.weights(), inputs).get(output);
    double[] actual = GraphEvaluator.evaluate(whole.graph(), whole.weights(), inputs).get(output);
    assertThat(actual).containsExactly(expected);
  }

  /** The encoder's weights in both, the head's own. */
  private static BoundGraph bound(GraphCase graphCase, MapWeights shared) {
    MapWeights weights = new MapWeights(graphCase.weights());
    for (String name : graphCase.weights().names()) {
      if (name.startsWith("enc.")) {
        float[] values = shared.values(name);
        weights.put(name, graphCase.weights().shape(name), values);
      }
    }
    return new BoundGraph(graphCase.graph(), weights);
  }

  @Test
  void equalNodesAreComputedOnce() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 3, 4, 4);
    Node a = g.relu(g.affine(x, 2, 1));
    Node b = g.relu(g.affine(x, 2, 1));
    Node other = g.relu(g.affine(x, 2, 2));
    g.output("a", a).output("b", b).output("y", g.concatChannels(g.add(a, b), other));
    TensorGraph after = applied(ShareCommon::apply, "equal", g.build());
    assertThat(count(after, Op.Affine.class)).isEqualTo(2);
    assertThat(count(after, Op.Relu.class)).isEqualTo(2);
    assertThat(after.outputs().get("a")).isSameAs(after.outputs().get("b"));
  }

  @Test
  void differentParametersAndInputsAreKeptApart() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 1, 3, 4, 4);
    Node y = g.input("y", 1, 3, 4, 4);
    g.output("a", g.conv(x, "one", 2, 3)).output("b", g.conv(x, "two", 2, 3));
    g.output("c", g.relu(x)).output("d", g.relu(y));
    TensorGraph after = applied(ShareCommon::apply, "different", g.build());
    assertThat(after.nodes()).hasSize(10);
  }

  @Test
  void parametersOfEqualValuesAreOne() {
    GraphBuilder g = new GraphBuilder("g");
    Node x = g.input("x", 2, 3);
    g.output("a", g.add(x, g.parameter("p", 2, 3))).output("b", g.add(x, g.parameter("q", 2, 3)));
    float[] values = {1, 2, 3, 4, 5, 6};
    MapWeights weights =
        new MapWeights().put("p", Shape.of(2, 3), values).put("q", Shape.of(2, 3), values.clone());
    TensorGraph after = ShareCommon.apply(new BoundGraph(g.build(), weights)).graph();
    assertThat(after.parameters()).hasSize(1);
    assertThat(count(after, Op.Add.class)).isEqualTo(1);
  }

  @Test
  void joinedNetworksShareTheirEncoder() {
    GraphCase first = new GraphCase("first", network("first", "key", 3));
    GraphCase second = new GraphCase("second", network("second", "mask", 1));
    MapWeights encoder = new MapWeights();
    first.weights().names().stream()
        .filter(name -> name.startsWith("enc."))
        .forEach(
            name -> encoder.put(name, first.weights().shape(name), first.weights().values(name)));
    BoundGraph one = bound(first, encoder);
    BoundGraph two = bound(second, encoder);
    BoundGraph joined = JoinGraphs.join("both", List.of(one, two));
    assertThat(joined.graph().inputs()).extracting(Node::name).containsExactly("slice");
    assertThat(joined.graph().outputs()).containsOnlyKeys("key", "mask");
    assertThat(count(joined.graph(), Op.Conv2d.class)).isEqualTo(6);

    BoundGraph shared = ShareCommon.apply(joined);
    assertThat(count(shared.graph(), Op.Conv2d.class)).as("two encoder, two heads").isEqualTo(4);
    BoundGraph standard = Passes.standard(joined);
    assertThat(count(standard.graph(), Op.Conv2d.class)).isEqualTo(4);

    Map<String, float[]> inputs = new HashMap<>(first.inputs(0));
    Map<String, double[]> keys = GraphEvaluator.evaluate(one.graph(), one.weights(), inputs);
    Map<String, double[]> masks = GraphEvaluator.evaluate(two.graph(), two.weights(), inputs);
    Map<String, double[]> both = GraphEvaluator.evaluate(shared.graph(), shared.weights(), inputs);
    assertThat(both.get("key")).containsExactly(keys.get("key"));
    assertThat(both.get("mask")).containsExactly(masks.get("mask"));
  }

  @Test
  void joinedNetworksOfOtherWeightsShareNothing() {
    GraphCase first = new GraphCase("first", network("first", "key", 3));
    GraphCase second = new GraphCase("second", network("second", "mask", 3));
    MapWeights other = new MapWeights();
    for (String name : second.weights().names()) {
      float[] values = second.weights().values(name).clone();
      values[0] += 1;
      other.put(name, second.weights().shape(name), values);
    }
    BoundGraph joined =
        JoinGraphs.join(
            "both",
            List.of(
                new BoundGraph(first.graph(), first.weights()),
                new BoundGraph(second.graph(), other)));
    BoundGraph shared = ShareCommon.apply(joined);
    assertThat(count(shared.graph(), Op.Conv2d.class)).isEqualTo(6);
    Map<String, float[]> inputs = first.inputs(0);
    requireSame(first, shared, "key", inputs);
    double[] expected = GraphEvaluator.evaluate(second.graph(), other, inputs).get("mask");
    assertThat(GraphEvaluator.evaluate(shared.graph(), shared.weights(), inputs).get("mask"))
        .containsExactly(expected);
  }

  @Test
  void graphsThatDoNotFitAreRefused() {
    BoundGraph one = small("one", 4, "y");
    BoundGraph larger = small("larger", 5, "z");
    assertThatThrownBy(() -> JoinGraphs.join("both", List.of(one, larger)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining("is 4 in")
        .hasMessageContaining("5 in another");
    assertThatThrownBy(() -> JoinGraphs.join("both", List.of(one, small("two", 4, "y"))))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'y'");
  }

  private static BoundGraph small(String name, int extent, String output) {
    GraphBuilder g = new GraphBuilder(name);
    g.output(output, g.relu(g.input("x", extent)));
    return new BoundGraph(g.build(), new MapWeights());
  }
}
