package org.mem3d.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network, or a part of one, as immutable data: named inputs, named parameters, nodes in an order
 * in which each reads only earlier ones, named outputs. Every shape is known. Made by {@link
 * GraphBuilder}.
 */
public final class TensorGraph {
  private final String name;
  private final List<Node> nodes;
  private final Map<String, Node> outputs;
  private final Map<String, Node> byName;

  TensorGraph(String name, List<Node> nodes, Map<String, Node> outputs) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    Map<String, Node> names = new LinkedHashMap<>();
    for (Node node : nodes) {
      names.put(node.name(), node);
    }
    this.byName = names;
  }

  /** Returns the graph's name. */
  public String name() {
    return name;
  }

  /** Returns all nodes; each reads only nodes that stand before it. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Returns the nodes that are given at each run, in the order of their making. */
  public List<Node> inputs() {
    return nodes.stream().filter(node -> node.op() instanceof Op.Input).toList();
  }

  /** Returns the nodes whose values are weights, in the order of their making. */
  public List<Node> parameters() {
    return nodes.stream().filter(node -> node.op() instanceof Op.Parameter).toList();
  }

  /**
   * Returns the nodes whose values a run hands out, by output name, in the order of their naming.
   */
  public Map<String, Node> outputs() {
    return outputs;
  }

  /**
   * Returns the node of that name.
   *
   * @throws GraphException if there is none
   */
  public Node node(String nodeName) {
    Node node = byName.get(nodeName);
    if (node == null) {
      throw new GraphException("graph '" + name + "' has no node '" + nodeName + "'");
    }
    return node;
  }

  /** Returns the nodes on which some output depends, in the order of {@link #nodes}. */
  public List<Node> liveNodes() {
    boolean[] live = new boolean[nodes.size()];
    outputs.values().forEach(node -> live[node.id()] = true);
    for (int id = live.length - 1; id >= 0; id--) {
      if (live[id]) {
        nodes.get(id).inputs().forEach(input -> live[input.id()] = true);
      }
    }
    return nodes.stream().filter(node -> live[node.id()]).toList();
  }

  /** Returns, for each node by its number, the nodes that read it. */
  public List<List<Node>> consumers() {
    List<List<Node>> consumers = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      consumers.add(new ArrayList<>());
    }
    for (Node node : nodes) {
      for (Node input : node.inputs()) {
        consumers.get(input.id()).add(node);
      }
    }
    return consumers;
  }

  /** Returns the number of weights: the elements of all parameters. */
  public long parameterCount() {
    return parameters().stream().mapToLong(node -> node.shape().elements()).sum();
  }

  /** Returns the floating-point operations of one run, a multiply-add counting as two. */
  public long flops() {
    return nodes.stream().mapToLong(Node::flops).sum();
  }

  /**
   * Returns what operations have taken over from others, each kind with how often it occurs, as in
   * {@code 4 x Conv2d + residual + RELU}; empty if nothing is fused.
   */
  public List<String> fusions() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : nodes) {
      String fused = "";
      if (node.op() instanceof Op.Conv2d conv) {
        fused = (conv.residual() ? " + residual" : "") + fused(conv.activation());
      } else if (node.op() instanceof Op.Linear linear) {
        fused = fused(linear.activation());
      }
      if (!fused.isEmpty()) {
        counts.merge(node.op().kind() + fused, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " x " + entry.getKey())
        .toList();
  }

  private static String fused(Op.Activation activation) {
    return activation == Op.Activation.NONE ? "" : " + " + activation;
  }

  /** Returns a table, one node a line: number, name, operation, inputs, shape, FLOPs, bytes. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "graph %s: %d nodes, %,d parameters, %.3f GFLOP%n",
            name,
            nodes.size(),
            parameterCount(),
            flops() / 1e9));
    for (Node node : nodes) {
      if (node.op() instanceof Op.Parameter) {
        continue;
      }
      StringBuilder inputs = new StringBuilder();
      for (Node input : node.inputs()) {
        inputs.append(inputs.length() == 0 ? "" : ", ");
        inputs.append(input.op() instanceof Op.Parameter ? input.name() : "%" + input.id());
      }
      text.append(
          String.format(
              Locale.ROOT,
              "  %%%-4d %-34s %s(%s) -> %s  %.2f MFLOP  %d KiB%n",
              node.id(),
              node.name(),
              node.op(),
              inputs,
              node.shape(),
              node.flops() / 1e6,
              node.bytes() / 1024));
    }
    outputs.forEach(
        (output, node) ->
            text.append(String.format(Locale.ROOT, "  output %s = %%%d%n", output, node.id())));
    return text.toString();
  }

  /** Returns the graph in the DOT language, parameters left out, for Graphviz to draw. */
  public String toDot() {
    StringBuilder dot = new StringBuilder("digraph \"" + name + "\" {\n");
    dot.append("  rankdir=TB;\n  node [shape=box, fontname=\"Helvetica\", fontsize=10];\n");
    for (Node node : nodes) {
      if (node.op() instanceof Op.Parameter) {
        continue;
      }
      dot.append(
          String.format(
              Locale.ROOT,
              "  n%d [label=\"%s\\n%s %s\"%s];%n",
              node.id(),
              node.name(),
              node.op().kind(),
              node.shape(),
              node.op() instanceof Op.Input ? ", style=filled, fillcolor=lightblue" : ""));
      for (Node input : node.inputs()) {
        if (!(input.op() instanceof Op.Parameter)) {
          dot.append(String.format(Locale.ROOT, "  n%d -> n%d;%n", input.id(), node.id()));
        }
      }
    }
    int number = 0;
    for (Map.Entry<String, Node> output : outputs.entrySet()) {
      dot.append(
          String.format(
              Locale.ROOT,
              "  out%d [label=\"%s\", shape=ellipse];%n  n%d -> out%d;%n",
              number,
              output.getKey(),
              output.getValue().id(),
              number++));
    }
    return dot.append("}\n").toString();
  }

  /** Returns name, number of nodes and parameters. */
  @Override
  public String toString() {
    return name + " (" + nodes.size() + " nodes, " + parameterCount() + " parameters)";
  }
}
