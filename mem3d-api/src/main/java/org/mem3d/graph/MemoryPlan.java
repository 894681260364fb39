package org.mem3d.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The working memory of a graph: where each node's value lies in one arena, in float32, node by
 * node in the graph's order. A pure function of the graph, made to be looked at; a backend that
 * fuses nodes or computes in other formats needs less, and plans for itself with {@link ArenaPlan}.
 *
 * <p>Inputs and parameters lie elsewhere. A reshape has its input's place. Outputs live to the end.
 * Nodes that no output depends on have no place. Immutable.
 */
public final class MemoryPlan {
  /**
   * Where a value lies.
   *
   * @param node what is computed there
   * @param offset the first byte in the arena
   * @param bytes of the value
   * @param first number of the node that writes it: its own
   * @param last number of the last node that reads it; the number of nodes for an output
   */
  public record Place(Node node, long offset, long bytes, int first, int last) {}

  private final String name;
  private final ArenaPlan arena;
  private final List<Place> places;

  private MemoryPlan(String name, ArenaPlan arena, List<Place> places) {
    this.name = name;
    this.arena = arena;
    this.places = List.copyOf(places);
  }

  /** Plans a graph's memory. */
  public static MemoryPlan of(TensorGraph graph) {
    List<Node> nodes = graph.nodes();
    int[] root = new int[nodes.size()];
    for (Node node : nodes) {
      root[node.id()] = node.op() instanceof Op.Reshape ? root[node.input(0).id()] : node.id();
    }
    int[] last = lastUses(graph, root);
    List<Node> computed = new ArrayList<>();
    List<ArenaPlan.Life> lives = new ArrayList<>();
    for (Node node : nodes) {
      boolean given = node.op() instanceof Op.Input || node.op() instanceof Op.Parameter;
      if (!given && root[node.id()] == node.id() && last[node.id()] >= 0) {
        computed.add(node);
        long bytes = node.shape().bytes(DType.F32);
        lives.add(new ArenaPlan.Life(bytes, node.id(), last[node.id()]));
      }
    }
    ArenaPlan arena = ArenaPlan.of(lives);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < computed.size(); i++) {
      ArenaPlan.Life life = lives.get(i);
      places.add(
          new Place(computed.get(i), arena.offset(i), life.bytes(), life.first(), life.last()));
    }
    return new MemoryPlan(graph.name(), arena, places);
  }

  /** Returns, for each node that holds a value of its own, who reads it last; -1 for dead nodes. */
  private static int[] lastUses(TensorGraph graph, int[] root) {
    int end = graph.nodes().size();
    int[] last = new int[end];
    Arrays.fill(last, -1);
    for (Node node : graph.liveNodes()) {
      node.inputs().forEach(input -> last[root[input.id()]] = node.id());
    }
    graph.outputs().values().forEach(output -> last[root[output.id()]] = end);
    return last;
  }

  /** Returns the bytes of the arena: the most that is in use at once, and what is lost between. */
  public long peakBytes() {
    return arena.bytes();
  }

  /** Returns the most bytes that values need at once, which no plan can go below. */
  public long lowerBound() {
    return arena.lowerBound();
  }

  /** Returns the places in the order in which they are written. */
  public List<Place> places() {
    return places;
  }

  /** Returns a table, one place a line: node, first byte, bytes, from which node to which. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "memory of graph %s: %,d bytes for %d values, at least %,d at once%n",
            name,
            peakBytes(),
            places.size(),
            lowerBound()));
    for (Place place : places) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-34s %12d %12d bytes  %%%d to %%%d%n",
              place.node().name(),
              place.offset(),
              place.bytes(),
              place.first(),
              place.last()));
    }
    return text.toString();
  }
}
