package org.mem3d.runtime.pass;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/** Drops nodes and parameters that no output needs; inputs stay, since callers give them. */
public final class DropDeadNodes {
  private DropDeadNodes() {}

  /** Returns the graph without its dead nodes. */
  public static BoundGraph apply(BoundGraph bound) {
    TensorGraph graph = bound.graph();
    boolean[] live = new boolean[graph.nodes().size()];
    graph.outputs().values().forEach(node -> live[node.id()] = true);
    for (int i = live.length - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (live[i]) {
        node.inputs().forEach(input -> live[input.id()] = true);
      } else if (node.op() instanceof Op.Input) {
        live[i] = true;
      }
    }
    Rewrite rewrite = new Rewrite(graph);
    for (Node node : graph.nodes()) {
      if (live[node.id()]) {
        rewrite.keep(node);
      }
    }
    return new BoundGraph(rewrite.finish(), bound.weights());
  }
}
