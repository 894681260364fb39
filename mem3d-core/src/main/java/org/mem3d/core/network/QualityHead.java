package org.mem3d.core.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * The quality head: guesses the Dice of a predicted mask, with three convolutions and a fully
 * connected part (Zhou et al. 2021, section 2.3).
 */
final class QualityHead {
  private QualityHead() {}

  /**
   * Adds the head.
   *
   * @param quarter the decoder's features at 1/4
   * @param probability N x 1 x side x side
   * @param further what else it sees, at 1/4
   * @return N x 1, before the sigmoid
   */
  static Node build(GraphBuilder g, Node quarter, Node probability, Node... further) {
    Node mask = g.averagePool(probability, 4);
    Node doubt = g.affine(g.multiply(mask, g.affine(mask, -1, 1)), 4, 0);
    Node[] parts = new Node[3 + further.length];
    parts[0] = quarter;
    parts[1] = mask;
    parts[2] = doubt;
    System.arraycopy(further, 0, parts, 3, further.length);
    Node x = g.concatChannels(parts);
    x = Layers.cbr(g, "quality.stage1", x, 48, 3, 2);
    x = Layers.cbr(g, "quality.stage2", x, 64, 3, 2);
    x = Layers.cbr(g, "quality.stage3", x, 64, 3, 2);
    Node mean = g.reduce(x, Op.Reduction.MEAN, 2, 3);
    Node max = g.reduce(x, Op.Reduction.MAX, 2, 3);
    Node pooled = g.reshape(g.concatChannels(mean, max), x.shape().dim(0), 128);
    return g.linear(g.relu(g.linear(pooled, "quality.fc1", 64)), "quality.fc2", 1);
  }
}
