package org.mem3d.core.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;

/**
 * The image encoder of both compact networks: four stages of residual blocks, the deepest brought
 * back to one eighth by a lateral connection.
 */
final class Encoder {
  /**
   * What the encoder hands on.
   *
   * @param half features at 1/2
   * @param quarter features at 1/4
   * @param eighth features at 1/8, with the context of 1/16 added
   */
  record Features(Node half, Node quarter, Node eighth) {}

  private Encoder() {}

  /**
   * Adds the encoder.
   *
   * @param slice N x channels x side x side, side a multiple of 16
   * @param c channels of the four stages
   */
  static Features build(GraphBuilder g, String path, Node slice, int... c) {
    Node half = Layers.cbr(g, path + ".stage1.down", slice, c[0], 3, 2);
    half = Layers.res(g, path + ".stage1.res1", half);
    Node quarter = Layers.cbr(g, path + ".stage2.down", half, c[1], 3, 2);
    quarter = Layers.res(g, path + ".stage2.res1", quarter);
    Node eighth = Layers.cbr(g, path + ".stage3.down", quarter, c[2], 3, 2);
    eighth = Layers.res(g, path + ".stage3.res1", eighth);
    eighth = Layers.res(g, path + ".stage3.res2", eighth);
    Node sixteenth = Layers.cbr(g, path + ".stage4.down", eighth, c[3], 3, 2);
    sixteenth = Layers.res(g, path + ".stage4.res1", sixteenth);
    sixteenth = Layers.res(g, path + ".stage4.res2", sixteenth);
    Node context = g.upsample(g.conv(sixteenth, path + ".lateral", c[2], 1), 2);
    return new Features(half, quarter, Layers.res(g, path + ".fuse", g.add(eighth, context)));
  }
}
