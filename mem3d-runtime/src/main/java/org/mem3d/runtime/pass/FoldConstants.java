package org.mem3d.runtime.pass;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.reference.ReferenceBackendProvider;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;

/**
 * Computes once what depends on parameters alone: such a node becomes a parameter of the name
 * {@code <node>.folded}. The reference backend computes it, so that every backend gets the same
 * numbers.
 */
public final class FoldConstants {
  private FoldConstants() {}

  /** Returns the graph without nodes that depend on parameters alone. */
  public static BoundGraph apply(BoundGraph bound) {
    TensorGraph graph = bound.graph();
    Set<Node> constant = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (!given(node) && node.inputs().stream().allMatch(in -> fixed(in, constant))) {
        constant.add(node);
      }
    }
    if (constant.isEmpty()) {
      return DropDeadNodes.apply(bound);
    }
    MapWeights weights = new MapWeights(bound.weights());
    Map<Node, float[]> values = values(graph, constant, bound.weights());
    Rewrite rewrite = new Rewrite(graph);
    for (Node node : graph.nodes()) {
      float[] folded = values.get(node);
      if (folded != null) {
        String name = node.name() + ".folded";
        weights.put(name, node.shape(), folded);
        rewrite.replace(node, rewrite.target().parameter(name, node.shape().dims()));
      } else if (!constant.contains(node)) {
        rewrite.keep(node);
      }
    }
    return DropDeadNodes.apply(new BoundGraph(rewrite.finish(), weights));
  }

  private static boolean given(Node node) {
    return node.op() instanceof Op.Input || node.op() instanceof Op.Parameter;
  }

  private static boolean fixed(Node node, Set<Node> constant) {
    return node.op() instanceof Op.Parameter || constant.contains(node);
  }

  /** Computes those of the constant nodes that others read, or that are outputs. */
  private static Map<Node, float[]> values(TensorGraph graph, Set<Node> constant, Weights weights) {
    Rewrite part = new Rewrite(graph);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Parameter || constant.contains(node)) {
        part.keep(node);
      }
    }
    Map<String, Node> wanted = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (!constant.contains(node)) {
        node.inputs().stream()
            .filter(constant::contains)
            .forEach(input -> wanted.put(input.name(), input));
      }
    }
    graph.outputs().values().stream()
        .filter(constant::contains)
        .forEach(node -> wanted.put(node.name(), node));
    wanted.forEach((name, node) -> part.target().output(name, part.copyOf(node)));
    Map<Node, float[]> values = new LinkedHashMap<>();
    if (wanted.isEmpty()) {
      return values;
    }
    try (Backend reference = new ReferenceBackendProvider().open(new BackendOptions(1, Map.of()));
        CompiledGraph compiled =
            reference.compile(part.target().build(), weights, CompileOptions.F32)) {
      Map<String, DeviceTensor> outputs = new LinkedHashMap<>();
      wanted.forEach(
          (name, node) -> outputs.put(name, reference.allocate(node.shape(), DType.F32)));
      compiled.run(Map.of(), outputs);
      outputs.forEach(
          (name, tensor) -> {
            float[] copy = new float[tensor.shape().elements()];
            tensor.read(copy);
            tensor.close();
            values.put(graph.node(name), copy);
          });
    }
    return values;
  }
}
