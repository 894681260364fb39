package org.mem3d.published.network;

import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * The memory read: every query position takes the mean of all memory values, weighted by the
 * softmax of its affinities.
 *
 * @param weight N x positions x memory positions: the softmax
 * @param joined N x 1024 x h x w: the value read, then the query's own value
 */
record MemoryReadout(Node weight, Node joined) {
  /**
   * Adds the read.
   *
   * @param query the query's key and value, channel-major
   * @param memory keys and values of the bank, N x memory positions x channels
   * @param emptiness N x 1 x memory positions, added to the affinity: 0, or a large negative number
   *     for positions of empty slots
   */
  static MemoryReadout build(
      GraphBuilder g, KeyValue query, KeyValue memory, Node emptiness, Affinity affinity) {
    int batch = query.value().shape().dim(0);
    int height = query.value().shape().dim(2);
    int width = query.value().shape().dim(3);
    Node key = g.reshape(query.key(), batch, KeyValue.KEY, height * width);
    Node alike = g.add(affinity.build(g, key, memory.key()), emptiness);
    Node weight = g.add("read.weight", new Op.Softmax(2), List.of(alike));
    Node read = g.add("read.value", new Op.MatMul(false, false), List.of(weight, memory.value()));
    Node image = g.reshape(g.transpose(read, 0, 2, 1), batch, KeyValue.VALUE, height, width);
    Node joined = g.add("readout", new Op.Concat(1), List.of(image, query.value()));
    return new MemoryReadout(weight, joined);
  }
}
