package org.mem3d.published.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** How alike a query's key q and a memory's key m of C channels are, before the softmax. */
public enum Affinity {
  /** {@code q.m / sqrt(C)}: what the published code computes. */
  DOT_SCALED {
    @Override
    Node build(GraphBuilder g, Node query, Node memory) {
      return g.affine(g.matmul(query, memory, true, true), scale(query), 0);
    }
  },
  /** {@code q.m / (|q| |m|)}: what the paper says. */
  COSINE {
    @Override
    Node build(GraphBuilder g, Node query, Node memory) {
      Node q = g.add(new Op.L2Normalize(1, EPSILON), query);
      Node m = g.add(new Op.L2Normalize(2, EPSILON), memory);
      return g.matmul(q, m, true, true);
    }
  },
  /**
   * {@code -|q - m|^2 / sqrt(C)} (Cheng et al. 2021), less the term of q alone, which a softmax
   * over memories does not see.
   */
  NEG_L2 {
    @Override
    Node build(GraphBuilder g, Node query, Node memory) {
      float scale = scale(query);
      Node product = g.affine(g.matmul(query, memory, true, true), 2 * scale, 0);
      Node square = g.reduce(g.multiply(memory, memory), Op.Reduction.SUM, 2);
      int batch = memory.shape().dim(0);
      Node row = g.reshape(square, batch, 1, memory.shape().dim(1));
      return g.add(product, g.affine(row, -scale, 0));
    }
  };

  private static final float EPSILON = 1e-6f;

  /**
   * Adds the affinity.
   *
   * @param query N x C x positions
   * @param memory N x memory positions x C
   * @return N x positions x memory positions
   */
  abstract Node build(GraphBuilder g, Node query, Node memory);

  private static float scale(Node query) {
    return (float) (1 / Math.sqrt(query.shape().dim(1)));
  }
}
