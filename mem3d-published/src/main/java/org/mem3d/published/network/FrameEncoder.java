package org.mem3d.published.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;

/** ResNet-50 without its last stage: the encoders of query and memory. Weights are not shared. */
final class FrameEncoder {
  /**
   * What an encoder hands on.
   *
   * @param r2 256 channels at 1/4
   * @param r3 512 channels at 1/8
   * @param r4 1024 channels at 1/16
   */
  record Features(Node r2, Node r3, Node r4) {}

  private static final String QUERY = "Encoder_Q";
  private static final String MEMORY = "Encoder_M";

  private FrameEncoder() {}

  /** The stem of the query's encoder, 64 channels at 1/2: the image alone. */
  static Node queryStem(GraphBuilder g, Node image) {
    return ResNet.stem(g, QUERY, image);
  }

  /** The stages of the query's encoder. */
  static Features queryStages(GraphBuilder g, Node stem) {
    return stages(g, QUERY, stem);
  }

  /**
   * The memory's encoder: mask and background enter by convolutions of their own, added to the
   * image's before the batch norm.
   *
   * @param mask N x 1, 0 to 1
   */
  static Features memory(GraphBuilder g, Node image, Node mask) {
    Node background = g.affine(mask, -1, 1);
    Node x = Conv.plain(g, MEMORY + ".conv1", image, 64, 7, 2, 1);
    x = g.add(x, Conv.plain(g, MEMORY + ".conv1_m", mask, 64, 7, 2, 1));
    x = g.add(x, Conv.plain(g, MEMORY + ".conv1_bg", background, 64, 7, 2, 1));
    return stages(g, MEMORY, g.relu(Conv.norm(g, MEMORY + ".bn1", x)));
  }

  private static Features stages(GraphBuilder g, String path, Node stem) {
    Node r2 = ResNet.stage(g, path + ".res2", ResNet.pool(g, stem), 64, 1, 3);
    Node r3 = ResNet.stage(g, path + ".res3", r2, 128, 2, 4);
    Node r4 = ResNet.stage(g, path + ".res4", r3, 256, 2, 6);
    return new Features(r2, r3, r4);
  }
}
