package org.mem3d.published.network;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/**
 * A published network in the DOT language with its blocks drawn as one box each, so that it can be
 * read: a stage of bottlenecks, a pyramid, a refinement. A box tells the shape that the block hands
 * on and its parameters; what has no name belongs to the one block that reads it, or else to the
 * block that it reads.
 */
public final class NetworkDrawing {
  private static final Pattern BLOCK =
      Pattern.compile(
          "backbone\\.layer\\d|backbone|Encoder_[MQ]\\.res\\d|Encoder_[MQ]|conv1(?=\\.)|res5|psp4|KV_[MQ]_r4\\.\\w+"
              + "|Decoder\\.\\w+|Coarse_net\\.\\w+\\.\\d|Fine_net\\.cascade\\.\\d"
              + "|Fine_net\\.final_predict");

  private final TensorGraph graph;
  private final Map<Node, String> blocks = new LinkedHashMap<>();
  private final Map<String, Node> last = new LinkedHashMap<>();
  private final Map<String, Long> parameters = new LinkedHashMap<>();

  private NetworkDrawing(TensorGraph graph) {
    this.graph = graph;
    List<List<Node>> consumers = graph.consumers();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (!(node.op() instanceof Op.Parameter)) {
        blocks.put(node, blockOf(node, consumers.get(i)));
      }
    }
    for (Node node : graph.nodes()) {
      String block = blocks.get(node);
      if (block != null) {
        last.put(block, node);
        long count =
            node.inputs().stream()
                .filter(input -> input.op() instanceof Op.Parameter)
                .mapToLong(input -> input.shape().elements())
                .sum();
        parameters.merge(block, count, Long::sum);
      }
    }
  }

  /** Returns the drawing. */
  public static String toDot(TensorGraph graph) {
    return new NetworkDrawing(graph).draw();
  }

  private String blockOf(Node node, List<Node> consumers) {
    if (named(node)) {
      Matcher matcher = BLOCK.matcher(node.name());
      return matcher.lookingAt() ? matcher.group() : node.name();
    }
    Set<String> readers = new LinkedHashSet<>();
    consumers.forEach(consumer -> readers.add(blocks.get(consumer)));
    if (readers.size() == 1 && !graph.outputs().containsValue(node)) {
      return readers.iterator().next();
    }
    Node source = node;
    while (!named(source)) {
      source =
          source.input(0).id() > source.input(source.inputs().size() - 1).id()
              ? source.input(0)
              : source.input(source.inputs().size() - 1);
    }
    return blockOf(source, List.of());
  }

  /** Nodes without a name of their own are called by their kind and number. */
  private static boolean named(Node node) {
    return !node.name().contains("#");
  }

  private String draw() {
    StringBuilder dot = new StringBuilder("digraph \"" + graph.name() + "\" {\n");
    dot.append("  rankdir=TB;\n  node [shape=box, fontname=\"Helvetica\", fontsize=10];\n");
    last.forEach((block, node) -> dot.append(box(block, node)));
    Set<String> arrows = new LinkedHashSet<>();
    blocks.forEach(
        (node, block) -> {
          for (Node input : node.inputs()) {
            String from = blocks.get(input);
            if (from != null && !from.equals(block)) {
              arrows.add(String.format(Locale.ROOT, "  \"%s\" -> \"%s\";%n", from, block));
            }
          }
        });
    graph
        .outputs()
        .forEach(
            (name, node) ->
                arrows.add(
                    String.format(
                        Locale.ROOT,
                        "  \"out %s\" [label=\"%s\", shape=ellipse];%n  \"%s\" -> \"out %s\";%n",
                        name,
                        name,
                        blocks.get(node),
                        name)));
    arrows.forEach(dot::append);
    return dot.append("}\n").toString();
  }

  private String box(String block, Node node) {
    long count = parameters.getOrDefault(block, 0L);
    String weights =
        count == 0 ? "" : String.format(Locale.ROOT, "\\n%.2f M parameters", count / 1e6);
    boolean input = node.op() instanceof Op.Input;
    return String.format(
        Locale.ROOT,
        "  \"%s\" [label=\"%s\\n%s%s\"%s];%n",
        block,
        block,
        node.shape(),
        weights,
        input ? ", style=filled, fillcolor=lightblue" : "");
  }
}
