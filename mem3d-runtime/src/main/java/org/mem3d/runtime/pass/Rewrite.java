package org.mem3d.runtime.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/** A graph in the course of being copied into a new one, node by node. */
final class Rewrite {
  private final TensorGraph source;
  private final GraphBuilder target;
  private final Map<Node, Node> copies = new HashMap<>();

  Rewrite(TensorGraph source) {
    this.source = source;
    this.target = new GraphBuilder(source.name());
  }

  GraphBuilder target() {
    return target;
  }

  /** Returns the new node that stands for an old one. */
  Node copyOf(Node old) {
    Node copy = copies.get(old);
    if (copy == null) {
      throw new GraphException("node '" + old.name() + "' is read before it is rewritten");
    }
    return copy;
  }

  List<Node> copiesOf(List<Node> old) {
    return new ArrayList<>(old.stream().map(this::copyOf).toList());
  }

  /** Copies a node as it is. */
  Node keep(Node old) {
    return replace(old, target.add(old.name(), old.op(), copiesOf(old.inputs())));
  }

  /** Lets a new node stand for an old one. */
  Node replace(Node old, Node replacement) {
    copies.put(old, replacement);
    return replacement;
  }

  /** Copies the outputs and returns the new graph. */
  TensorGraph finish() {
    source.outputs().forEach((name, node) -> target.output(name, copyOf(node)));
    return target.build();
  }

  /**
   * Returns, for each node by its number, how often it is read, being an output counting as once.
   */
  static int[] uses(TensorGraph graph) {
    int[] uses = new int[graph.nodes().size()];
    for (Node node : graph.nodes()) {
      for (Node input : node.inputs()) {
        uses[input.id()]++;
      }
    }
    for (Node output : graph.outputs().values()) {
      uses[output.id()]++;
    }
    return uses;
  }

  static boolean isActivation(Node node) {
    return node.op() instanceof Op.Relu || node.op() instanceof Op.Sigmoid;
  }
}
