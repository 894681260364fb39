package org.mem3d.published.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** Atrous spatial pyramid pooling: one layer seen through five windows. */
final class Aspp {
  private static final int CHANNELS = 256;

  private Aspp() {}

  /** The global mean, a 1x1 and three dilated 3x3 convolutions, joined by a 3x3 convolution. */
  static Node build(GraphBuilder g, String path, Node x) {
    Node mean = g.reduce(x, Op.Reduction.MEAN, 2, 3);
    Node global = branch(g, path + ".conv", path + ".bn_x", mean, 1, 1);
    return Conv.biased(
        g,
        path + ".bottleneck",
        g.concatChannels(
            Conv.resizeLike(g, global, x, true),
            branch(g, path + ".conv2d_0", path + ".bn_0", x, 1, 1),
            branch(g, path + ".conv2d_1", path + ".bn_1", x, 3, 2),
            branch(g, path + ".conv2d_2", path + ".bn_2", x, 3, 4),
            branch(g, path + ".conv2d_3", path + ".bn_3", x, 3, 8)),
        CHANNELS,
        3,
        1);
  }

  private static Node branch(
      GraphBuilder g, String conv, String norm, Node x, int kernel, int dilation) {
    return g.relu(Conv.norm(g, norm, Conv.biased(g, conv, x, CHANNELS, kernel, dilation)));
  }
}
