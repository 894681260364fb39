package org.mem3d.core.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;

/** The value encoder: what a memory slice remembers, from its image, its mask and its features. */
final class ValueEncoder {
  static final int CHANNELS = 128;

  private ValueEncoder() {}

  /**
   * Adds the value encoder.
   *
   * @param slice N x 2 x side x side
   * @param mask N x 1 x side x side, a probability
   * @param eighth the slice's features at 1/8
   * @return N x 128 x side/8 x side/8
   */
  static Node build(GraphBuilder g, Node slice, Node mask, Node eighth) {
    Node x = g.concatChannels(slice, mask, g.affine(mask, -1, 1));
    x = Layers.cbr(g, "value.stage1.down", x, 24, 3, 2);
    x = Layers.cbr(g, "value.stage1.refine", x, 24, 3, 1);
    x = Layers.cbr(g, "value.stage2.down", x, 48, 3, 2);
    x = Layers.res(g, "value.stage2.res", x);
    x = Layers.cbr(g, "value.stage3.down", x, 96, 3, 2);
    x = Layers.res(g, "value.stage3.res", x);
    x = Layers.cbr(g, "value.merge", g.concatChannels(x, eighth), CHANNELS, 3, 1);
    x = Layers.res(g, "value.res", x);
    return g.conv(x, "value.out", CHANNELS, 3);
  }
}
