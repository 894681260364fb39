package org.mem3d.published.network;

import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * Soft aggregation of one object with the background: the object's probability p becomes the logits
 * {@code logit(1 - p), logit(p)}, whose softmax is the answer.
 *
 * @param object N x 1 x H x W: p
 * @param logits N x 2 x H x W: background, foreground
 * @param probabilities N x 2 x H x W: their softmax
 */
record SoftAggregation(Node object, Node logits, Node probabilities) {
  private static final float EPSILON = 1e-7f;

  /**
   * Adds the aggregation.
   *
   * @param decoded N x 2 x H x W, the decoder's logits
   */
  static SoftAggregation build(GraphBuilder g, Node decoded) {
    Node object = g.add(new Op.Slice(1, 1, 2), g.add(new Op.Softmax(1), decoded));
    Node background = g.affine(object, -1, 1);
    Node both = g.add("aggregate", new Op.Concat(1), List.of(background, object));
    Node logits = g.add(new Op.Logit(EPSILON), both);
    return new SoftAggregation(object, logits, g.add(new Op.Softmax(1), logits));
  }

  /** The foreground's probability among all: N x 1 x H x W. */
  Node foreground(GraphBuilder g) {
    return g.add(new Op.Slice(1, 1, 2), probabilities);
  }

  /** The foreground as 0 or 1: N x 1 x H x W. */
  Node mask(GraphBuilder g) {
    Node last = g.transpose(logits, 0, 2, 3, 1);
    Node chosen = g.add(new Op.Softmax(3), g.add(new Op.TopK(1), last));
    return g.transpose(g.add(new Op.Slice(3, 1, 2), chosen), 0, 3, 1, 2);
  }

  /** How sure the answer is, the larger of both probabilities: N x 1 x H x W. */
  Node certainty(GraphBuilder g) {
    return g.reduce(probabilities, Op.Reduction.MAX, 1);
  }
}
