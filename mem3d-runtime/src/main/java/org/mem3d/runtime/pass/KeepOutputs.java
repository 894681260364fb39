package org.mem3d.runtime.pass;

import java.util.Set;
import java.util.TreeSet;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;

/**
 * Drops unused outputs, and what only they need. What is handed out must be a value of its own, so
 * a graph with fewer outputs can be fused further.
 */
public final class KeepOutputs {
  private KeepOutputs() {}

  /**
   * Returns the graph with some of its outputs.
   *
   * @throws GraphException if the graph has no output of one of the names
   */
  public static BoundGraph apply(BoundGraph bound, Set<String> names) {
    TensorGraph graph = bound.graph();
    if (!graph.outputs().keySet().containsAll(names)) {
      Set<String> unknown = new TreeSet<>(names);
      unknown.removeAll(graph.outputs().keySet());
      throw new GraphException(
          "graph '"
              + graph.name()
              + "' has no outputs "
              + unknown
              + ", but "
              + graph.outputs().keySet());
    }
    Rewrite rewrite = new Rewrite(graph);
    for (Node node : graph.nodes()) {
      rewrite.keep(node);
    }
    graph
        .outputs()
        .forEach(
            (name, node) -> {
              if (names.contains(name)) {
                rewrite.target().output(name, rewrite.copyOf(node));
              }
            });
    return DropDeadNodes.apply(new BoundGraph(rewrite.target().build(), bound.weights()));
  }
}
