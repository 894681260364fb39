package org.mem3d.core.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;

/** The two layers that all blocks are made of; parameter names follow the weight files. */
final class Layers {
  static final float BATCH_NORM_EPSILON = 1e-5f;

  private Layers() {}

  /** Convolution without bias, batch norm, ReLU: {@code path.conv}, {@code path.norm}. */
  static Node cbr(GraphBuilder g, String path, Node x, int channels, int kernel, int stride) {
    Node convolved = g.convNoBias(x, path + ".conv", channels, kernel, stride);
    return g.relu(g.batchNorm(convolved, path + ".norm", BATCH_NORM_EPSILON));
  }

  /** Residual block: {@code relu(x + norm2(conv2(relu(norm1(conv1(x))))))}, 3x3. */
  static Node res(GraphBuilder g, String path, Node x) {
    int channels = x.shape().dim(1);
    Node first = g.convNoBias(x, path + ".conv1", channels, 3, 1);
    Node middle = g.relu(g.batchNorm(first, path + ".norm1", BATCH_NORM_EPSILON));
    Node second = g.convNoBias(middle, path + ".conv2", channels, 3, 1);
    return g.relu(g.add(x, g.batchNorm(second, path + ".norm2", BATCH_NORM_EPSILON)));
  }
}
