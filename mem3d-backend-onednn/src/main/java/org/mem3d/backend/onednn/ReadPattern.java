package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * A memory read found in a graph: {@code readout = softmax(scale * q k^T + place) v}, and each
 * query's largest {@code q k^T} if the graph asks for it. A top-k read is none: its selection is an
 * operation of its own.
 *
 * @param cosine the product of queries and keys
 * @param scaled the cosine times a number
 * @param place the product that is added, of query positions and memory positions
 * @param affinity their sum
 * @param weight the softmax
 * @param readout the product of weights and values
 * @param similarity the largest cosine of each query, or null
 */
record ReadPattern(
    Node cosine,
    Node scaled,
    Node place,
    Node affinity,
    Node weight,
    Node readout,
    @Nullable Node similarity) {

  /**
   * Returns the read whose readout a node is, or null if it is none, or if others need what lies
   * between.
   *
   * @param readers the nodes that read a node; none if it is an output
   */
  static @Nullable ReadPattern endingIn(Node readout, Function<Node, List<Node>> readers) {
    if (!product(readout, false) || !(readout.input(0).op() instanceof Op.Softmax softmax)) {
      return null;
    }
    Node weight = readout.input(0);
    Node affinity = weight.input(0);
    if (softmax.axis() != 2
        || !(affinity.op() instanceof Op.Add)
        || !affinity.input(0).shape().equals(affinity.input(1).shape())) {
      return null;
    }
    boolean scaledFirst = affinity.input(0).op() instanceof Op.Affine;
    Node scaled = affinity.input(scaledFirst ? 0 : 1);
    Node place = affinity.input(scaledFirst ? 1 : 0);
    if (!(scaled.op() instanceof Op.Affine)
        || !product(scaled.input(0), true)
        || !product(place, false)) {
      return null;
    }
    Node cosine = scaled.input(0);
    Node similarity = null;
    for (Node reader : readers.apply(cosine)) {
      if (reader != scaled) {
        if (similarity != null || !largest(reader)) {
          return null;
        }
        similarity = reader;
      }
    }
    boolean alone =
        Stream.of(weight, affinity, scaled, place)
            .allMatch(node -> readers.apply(node).size() == 1);
    boolean known =
        similarity == null
            || readers.apply(similarity).stream().allMatch(node -> node.id() > readout.id());
    return alone && known && !readers.apply(cosine).isEmpty()
        ? new ReadPattern(cosine, scaled, place, affinity, weight, readout, similarity)
        : null;
  }

  private static boolean product(Node node, boolean transposed) {
    return node.op() instanceof Op.MatMul matMul
        && node.shape().rank() == 3
        && !matMul.transposeA()
        && matMul.transposeB() == transposed;
  }

  private static boolean largest(Node node) {
    return node.op() instanceof Op.Reduce reduce
        && reduce.reduction() == Op.Reduction.MAX
        && reduce.axes().equals(List.of(2));
  }

  /** Returns all nodes. */
  List<Node> nodes() {
    List<Node> nodes = new ArrayList<>(List.of(cosine, scaled, place, affinity));
    nodes.add(weight);
    if (similarity != null) {
      nodes.add(similarity);
    }
    nodes.add(readout);
    return nodes;
  }

  /** Returns what the cosine is multiplied by. */
  float scale() {
    return ((Op.Affine) scaled.op()).scale();
  }

  /** What the read is made of, for a person. */
  String kinds() {
    return "Read ("
        + affinity.shape().dim(1)
        + " queries, "
        + affinity.shape().dim(2)
        + " memories)";
  }
}
