package org.mem3d.published.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * Pyramid scene parsing: means over grids of 1, 2, 3 and 6 cells a side, beside the layer itself.
 */
final class PyramidPooling {
  private static final int[] GRIDS = {1, 2, 3, 6};
  private static final int CHANNELS = 512;

  private PyramidPooling() {}

  /** Adds the module: N x 2048 to N x 512. */
  static Node build(GraphBuilder g, String path, Node x) {
    Node[] parts = new Node[GRIDS.length + 1];
    for (int i = 0; i < GRIDS.length; i++) {
      Node pooled = g.add(new Op.AdaptiveAveragePool(GRIDS[i], GRIDS[i]), x);
      String stage = path + ".stages." + i;
      Node seen = Conv.pointwise(g, stage + ".1", stage + ".2", pooled, CHANNELS);
      parts[i] = Conv.resizeLike(g, seen, x, true);
    }
    parts[GRIDS.length] = x;
    String bottleneck = path + ".bottleneck";
    return Conv.pointwise(
        g, bottleneck + ".0", bottleneck + ".1", g.concatChannels(parts), CHANNELS);
  }
}
