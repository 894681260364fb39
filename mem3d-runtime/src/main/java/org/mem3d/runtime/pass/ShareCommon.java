package org.mem3d.runtime.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * Computes equal things once: of nodes with the same operation on the same inputs the first stands
 * for all, and of parameters with the same shape and values alike. Inputs are never taken for each
 * other.
 */
public final class ShareCommon {
  private record Computation(Op op, List<Node> inputs) {}

  /** What equal parameters have in common; they are compared in full only where it is equal. */
  private record Content(Shape shape, int hash) {}

  private ShareCommon() {}

  /** Returns the graph without repeated nodes. */
  public static BoundGraph apply(BoundGraph bound) {
    TensorGraph graph = bound.graph();
    Rewrite rewrite = new Rewrite(graph);
    Map<Computation, Node> known = new HashMap<>();
    Map<Content, List<Node>> parameters = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Input) {
        rewrite.keep(node);
      } else if (node.op() instanceof Op.Parameter) {
        Content content =
            new Content(node.shape(), Arrays.hashCode(bound.weights().values(node.name())));
        List<Node> alike = parameters.computeIfAbsent(content, key -> new ArrayList<>());
        Node same = equalParameter(node, alike, bound.weights());
        if (same == null) {
          alike.add(node);
          rewrite.keep(node);
        } else {
          rewrite.replace(node, rewrite.copyOf(same));
        }
      } else {
        Computation computation = new Computation(node.op(), rewrite.copiesOf(node.inputs()));
        Node same = known.get(computation);
        if (same == null) {
          known.put(computation, rewrite.keep(node));
        } else {
          rewrite.replace(node, same);
        }
      }
    }
    return DropDeadNodes.apply(new BoundGraph(rewrite.finish(), bound.weights()));
  }

  private static @Nullable Node equalParameter(
      Node parameter, List<Node> candidates, Weights weights) {
    if (candidates.isEmpty()) {
      return null;
    }
    float[] values = weights.values(parameter.name());
    for (Node candidate : candidates) {
      if (Arrays.equals(weights.values(candidate.name()), values)) {
        return candidate;
      }
    }
    return null;
  }
}
