package org.mem3d.runtime.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphEvaluator;
import org.mem3d.testkit.RelativeError;

/** Passes on random graphs: whatever they do, outputs stay. */
class RandomGraphTest {
  private static final int GRAPHS = 150;

  private static TensorGraph graph(Random random) {
    GraphBuilder g = new GraphBuilder("random");
    List<Node> nodes = new ArrayList<>();
    nodes.add(g.input("x", 1, 3, 5, 4));
    nodes.add(g.input("y", 1, 3, 5, 4));
    int size = 4 + random.nextInt(16);
    for (int i = 0; i < size; i++) {
      Node a = pick(nodes, random);
      Node b = pick(nodes, random);
      nodes.add(
          switch (random.nextInt(10)) {
            case 0, 1 -> g.convNoBias(a, "conv" + i, 3, 3, 1);
            case 2 -> g.conv(a, "conv" + i, 3, 1);
            case 3, 4 -> g.batchNorm(a, "norm" + i, 1e-5f);
            case 5, 6 -> g.add(a, b);
            case 7 -> g.relu(a);
            case 8 -> g.affine(g.parameter("constant" + random.nextInt(3), 1, 3, 5, 4), 2, 1);
            default -> g.sigmoid(a);
          });
    }
    g.output("last", nodes.get(nodes.size() - 1));
    for (int i = random.nextInt(3); i > 0; i--) {
      g.output("inner" + i, pick(nodes, random));
    }
    return g.build();
  }

  /** Picks a node, mostly one of the newest, so that chains form. */
  private static Node pick(List<Node> nodes, Random random) {
    int back = random.nextInt(3) == 0 ? random.nextInt(nodes.size()) : random.nextInt(2);
    return nodes.get(nodes.size() - 1 - back);
  }

  @Test
  void outputsStay() {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("RandomGraphTest seed " + seed);
    Random random = new Random(seed);
    int shrunk = 0;
    try (Backend backend = new ReferenceBackendProvider().open(BackendOptions.DEFAULT)) {
      for (int i = 0; i < GRAPHS; i++) {
        GraphCase original = new GraphCase("seed " + seed + ", graph " + i, graph(random));
        BoundGraph bound = new BoundGraph(original.graph(), original.weights());
        Map<String, float[]> inputs = original.inputs(0);
        Map<String, double[]> expected =
            GraphEvaluator.evaluate(original.graph(), original.weights(), inputs);
        for (BoundGraph passed :
            List.of(
                DropDeadNodes.apply(bound),
                FoldConstants.apply(bound),
                ShareCommon.apply(bound),
                FoldBatchNorm.apply(bound),
                FuseConvolutions.apply(bound),
                Passes.standard(bound))) {
          assertThat(passed.graph().outputs().keySet())
              .isEqualTo(original.graph().outputs().keySet());
          Map<String, float[]> actual =
              GraphExecution.once(backend, passed.graph(), passed.weights(), inputs);
          RelativeError.check(
              original.name() + "\n" + original.graph().toText(), expected, actual, 1e-4);
        }
        int left = Passes.standard(bound).graph().nodes().size();
        shrunk += left < original.graph().nodes().size() ? 1 : 0;
      }
      assertThat(backend.allocatedBytes()).isZero();
    }
    assertThat(shrunk).as("graphs that became smaller").isGreaterThan(GRAPHS / 2);
  }
}
