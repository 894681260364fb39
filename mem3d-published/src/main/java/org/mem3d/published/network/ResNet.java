package org.mem3d.published.network;

import java.util.Arrays;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * The parts of a residual network of bottlenecks (He et al. 2016), with the stride on the 3x3
 * convolution and the parameter names of torchvision.
 */
final class ResNet {
  private static final int EXPANSION = 4;

  private ResNet() {}

  /** Convolution 7x7 of stride 2, batch norm, ReLU: features at 1/2. */
  static Node stem(GraphBuilder g, String path, Node image) {
    Node convolved = Conv.plain(g, path + ".conv1", image, 64, 7, 2, 1);
    return g.relu(Conv.norm(g, path + ".bn1", convolved));
  }

  /** Max pooling between the stem and the first stage: 1/2 to 1/4. */
  static Node pool(GraphBuilder g, Node stem) {
    return g.add(new Op.MaxPool(3, 2, 1), stem);
  }

  /**
   * A stage of bottlenecks, 4 {@code width} channels wide outside.
   *
   * @param stride of the first bottleneck
   */
  static Node stage(GraphBuilder g, String path, Node x, int width, int stride, int blocks) {
    int[] dilations = new int[blocks];
    Arrays.fill(dilations, 1);
    return dilatedStage(g, path, x, width, stride, dilations);
  }

  /** A stage of bottlenecks with a dilation for each. */
  static Node dilatedStage(
      GraphBuilder g, String path, Node x, int width, int stride, int... dilations) {
    int channels = EXPANSION * width;
    Node y = x;
    for (int i = 0; i < dilations.length; i++) {
      int step = i == 0 ? stride : 1;
      y = bottleneck(g, path + "." + i, y, width, channels, step, dilations[i], i == 0);
    }
    return y;
  }

  /**
   * A bottleneck: {@code relu(shortcut + bn3(conv3(relu(bn2(conv2(relu(bn1(conv1(x)))))))))},
   * kernels 1, 3, 1.
   *
   * @param project whether the shortcut is a 1x1 convolution with batch norm ({@code downsample}),
   *     rather than x itself
   */
  static Node bottleneck(
      GraphBuilder g,
      String path,
      Node x,
      int width,
      int channels,
      int stride,
      int dilation,
      boolean project) {
    Node shortcut = x;
    if (project) {
      Node projected = Conv.plain(g, path + ".downsample.0", x, channels, 1, stride, 1);
      shortcut = Conv.norm(g, path + ".downsample.1", projected);
    }
    Node y = Conv.pointwise(g, path + ".conv1", path + ".bn1", x, width);
    y = Conv.plain(g, path + ".conv2", y, width, 3, stride, dilation);
    y = g.relu(Conv.norm(g, path + ".bn2", y));
    y = Conv.norm(g, path + ".bn3", Conv.plain(g, path + ".conv3", y, channels, 1, 1, 1));
    return g.relu(g.add(shortcut, y));
  }
}
