package org.mem3d.runtime.pass;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Weights;

/**
 * Makes one graph of several that run on the same inputs, so that they run together and {@link
 * ShareCommon} lets them share what they have in common, such as the encoder of the slice that both
 * read.
 *
 * <p>Inputs of the same name become one. A parameter or node whose name an earlier graph has taken
 * is named {@code <graph>.<name>}, unless it is a parameter with the same values, which is then the
 * same. Outputs keep their names.
 */
public final class JoinGraphs {
  private JoinGraphs() {}

  /**
   * Joins graphs; all their outputs become the outputs of one.
   *
   * @throws GraphException if inputs of the same name differ in shape, or two graphs have an output
   *     of the same name
   */
  public static BoundGraph join(String name, List<BoundGraph> parts) {
    GraphBuilder target = new GraphBuilder(name);
    MapWeights weights = new MapWeights();
    Map<String, Node> taken = new HashMap<>();
    for (BoundGraph part : parts) {
      Map<Node, Node> copies = new HashMap<>();
      for (Node node : part.graph().nodes()) {
        Node known = taken.get(node.name());
        Node copy =
            known != null && same(known, node, weights, part.weights())
                ? known
                : copy(target, part, node, known != null, copies);
        taken.putIfAbsent(copy.name(), copy);
        if (node.op() instanceof Op.Parameter && copy != known) {
          weights.put(copy.name(), node.shape(), part.weights().values(node.name()));
        }
        copies.put(node, copy);
      }
      part.graph()
          .outputs()
          .forEach(
              (output, node) -> target.output(output, Objects.requireNonNull(copies.get(node))));
    }
    return new BoundGraph(target.build(), weights);
  }

  /** Whether a node is an input or parameter that is there already. */
  private static boolean same(Node known, Node node, Weights before, Weights own) {
    if (known.op() instanceof Op.Input && node.op() instanceof Op.Input) {
      if (!known.shape().equals(node.shape())) {
        throw new GraphException(
            "input '"
                + node.name()
                + "' is "
                + known.shape()
                + " in one graph and "
                + node.shape()
                + " in another: graphs are joined at the same size");
      }
      return true;
    }
    return known.op() instanceof Op.Parameter
        && node.op() instanceof Op.Parameter
        && known.shape().equals(node.shape())
        && Arrays.equals(before.values(known.name()), own.values(node.name()));
  }

  private static Node copy(
      GraphBuilder target, BoundGraph part, Node node, boolean renamed, Map<Node, Node> copies) {
    if (renamed && node.op() instanceof Op.Input) {
      throw new GraphException(
          "input '" + node.name() + "' has the name of a node of another graph: rename one");
    }
    String name = renamed ? part.graph().name() + "." + node.name() : node.name();
    return target.add(
        name,
        node.op(),
        node.inputs().stream().map(input -> Objects.requireNonNull(copies.get(input))).toList());
  }
}
