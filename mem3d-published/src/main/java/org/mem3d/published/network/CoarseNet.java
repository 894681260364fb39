package org.mem3d.published.network;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;

/**
 * A feature pyramid, deepest level first; each level predicts a mask. The two deepest have the same
 * size.
 *
 * @param features 256 channels for each level
 * @param masks one channel for each level, at 1/4
 */
record CoarseNet(List<Node> features, List<Node> masks) {
  private static final String PATH = "Coarse_net";
  private static final int CHANNELS = 256;

  /**
   * Adds the net.
   *
   * @param levels deepest first; the last one is at 1/4
   */
  static CoarseNet build(GraphBuilder g, List<Node> levels) {
    Node quarter = levels.get(levels.size() - 1);
    List<Node> features = new ArrayList<>();
    List<Node> masks = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      String lateral = PATH + ".laterals." + i;
      Node feature = Conv.pointwise(g, lateral + ".0", lateral + ".1", levels.get(i), CHANNELS);
      if (i > 0) {
        Node below = features.get(i - 1);
        // upsamples.0 is among the published weights, but nothing calls it.
        feature =
            g.add(feature, i == 1 ? below : enlarged(g, PATH + ".upsamples." + (i - 1), below));
      }
      features.add(feature);
      masks.add(mask(g, PATH + ".predict." + i, feature, quarter));
    }
    return new CoarseNet(features, masks);
  }

  private static Node enlarged(GraphBuilder g, String path, Node x) {
    Node twice = Conv.resize(g, x, 2 * x.shape().dim(2), 2 * x.shape().dim(3), true);
    return Conv.norm(g, path + ".2", Conv.plain(g, path + ".1", twice, CHANNELS, 1, 1, 1));
  }

  private static Node mask(GraphBuilder g, String path, Node feature, Node quarter) {
    Node x = Conv.pointwise(g, path + ".0", path + ".1", feature, CHANNELS);
    x = Conv.plain(g, path + ".3", x, 1, 3, 1, 1);
    return Conv.norm(g, path + ".5", Conv.resizeLike(g, x, quarter, true));
  }
}
