package org.mem3d.published.network;

import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * The convolutions of the published networks: kernels of odd side, padded so that stride 1 keeps
 * the size. Parameters are named as in the checkpoints.
 */
final class Conv {
  private static final float BATCH_NORM_EPSILON = 1e-5f;

  private Conv() {}

  /** Convolution without bias: {@code path.weight}. */
  static Node plain(
      GraphBuilder g, String path, Node x, int channels, int kernel, int stride, int dilation) {
    Node weight = g.parameter(path + ".weight", channels, x.shape().dim(1), kernel, kernel);
    return g.add(
        path, new Op.Conv2d(stride, kernel / 2 * dilation, dilation, false), List.of(x, weight));
  }

  /** Convolution with bias, of stride 1: {@code path.weight}, {@code path.bias}. */
  static Node biased(GraphBuilder g, String path, Node x, int channels, int kernel, int dilation) {
    Node weight = g.parameter(path + ".weight", channels, x.shape().dim(1), kernel, kernel);
    Node bias = g.parameter(path + ".bias", channels);
    return g.add(
        path, new Op.Conv2d(1, kernel / 2 * dilation, dilation, true), List.of(x, weight, bias));
  }

  /**
   * Batch norm: {@code path.weight}, {@code .bias}, {@code .running_mean}, {@code .running_var}.
   */
  static Node norm(GraphBuilder g, String path, Node x) {
    return g.batchNorm(x, path, BATCH_NORM_EPSILON);
  }

  /** Convolution of 1x1 without bias, batch norm and ReLU, as a sequence of modules. */
  static Node pointwise(GraphBuilder g, String conv, String norm, Node x, int channels) {
    return g.relu(norm(g, norm, plain(g, conv, x, channels, 1, 1, 1)));
  }

  /** Bilinear resampling to a size. */
  static Node resize(GraphBuilder g, Node x, int height, int width, boolean alignCorners) {
    return g.add(new Op.Resize(true, height, width, alignCorners), x);
  }

  /** Bilinear resampling to the size of another node. */
  static Node resizeLike(GraphBuilder g, Node x, Node like, boolean alignCorners) {
    return resize(g, x, like.shape().dim(2), like.shape().dim(3), alignCorners);
  }
}
