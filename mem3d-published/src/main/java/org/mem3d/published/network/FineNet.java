package org.mem3d.published.network;

import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** Joins all levels of the coarse net at 1/4, the deeper ones through more bottlenecks. */
final class FineNet {
  private static final String PATH = "Fine_net";
  private static final int WIDTH = 128;
  private static final int CHANNELS = 256;

  private FineNet() {}

  /**
   * Adds the net.
   *
   * @param levels 256 channels each, deepest first; the last one is at 1/4
   * @return one channel at 1/4
   */
  static Node build(GraphBuilder g, List<Node> levels) {
    Node quarter = levels.get(levels.size() - 1);
    Node[] refined = new Node[levels.size()];
    for (int i = 0; i < refined.length; i++) {
      Node x = levels.get(i);
      for (int j = 0; j < refined.length - 1 - i; j++) {
        x = bottleneck(g, PATH + ".cascade." + i + "." + j, x);
      }
      refined[i] = x == quarter ? x : Conv.resizeLike(g, x, quarter, true);
    }
    String predict = PATH + ".final_predict";
    Node joined = g.add(PATH + ".joined", new Op.Concat(1), List.of(refined));
    Node x = bottleneck(g, predict + ".0", joined);
    return Conv.norm(g, predict + ".2", Conv.plain(g, predict + ".1", x, 1, 3, 1, 1));
  }

  private static Node bottleneck(GraphBuilder g, String path, Node x) {
    return ResNet.bottleneck(g, path, x, WIDTH, CHANNELS, 1, 1, true);
  }
}
