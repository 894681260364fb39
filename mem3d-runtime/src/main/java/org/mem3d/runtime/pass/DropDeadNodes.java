package org.mem3d.runtime.pass;

import java.util.HashSet;
import java.util.Set;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/** Drops nodes and parameters that no output needs; inputs stay, since callers give them. */
public final class DropDeadNodes {
  private DropDeadNodes() {}

  /** Returns the graph without its dead nodes. */
  public static BoundGraph apply(BoundGraph bound) {
    TensorGraph graph = bound.graph();
    Set<Node> live = new HashSet<>(graph.liveNodes());
    Rewrite rewrite = new Rewrite(graph);
    for (Node node : graph.nodes()) {
      if (live.contains(node) || node.op() instanceof Op.Input) {
        rewrite.keep(node);
      }
    }
    return new BoundGraph(rewrite.finish(), bound.weights());
  }
}
