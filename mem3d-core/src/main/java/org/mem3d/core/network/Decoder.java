package org.mem3d.core.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;

/** The decoder's levels, shared by both compact networks. */
final class Decoder {
  /**
   * What the decoder hands on.
   *
   * @param logits N x 1 x side x side
   * @param quarter features at 1/4, which the quality head reads
   */
  record Result(Node logits, Node quarter) {}

  private Decoder() {}

  /** One level at 1/8: merge, then a residual block. */
  static Node eighth(GraphBuilder g, Node joined, int channels) {
    return Layers.res(
        g, "decoder.eighth.res", Layers.cbr(g, "decoder.eighth.merge", joined, channels, 3, 1));
  }

  /**
   * The levels at 1/4 and 1/2 and the logits.
   *
   * @param eighth the level at 1/8
   * @param quarterSkips what is joined at 1/4
   * @param halfSkips what is joined at 1/2
   */
  static Result upwards(
      GraphBuilder g, Node eighth, int channels, Node[] quarterSkips, Node[] halfSkips) {
    Node x = g.upsample(g.conv(eighth, "decoder.quarter.up", channels, 1), 2);
    x = Layers.cbr(g, "decoder.quarter.merge", join(g, x, quarterSkips), channels, 3, 1);
    Node quarter = Layers.res(g, "decoder.quarter.res", x);
    x = g.upsample(g.conv(quarter, "decoder.half.up", 32, 1), 2);
    x = Layers.cbr(g, "decoder.half.merge", join(g, x, halfSkips), 32, 3, 1);
    x = Layers.cbr(g, "decoder.half.refine", x, 32, 3, 1);
    return new Result(g.upsample(g.conv(x, "decoder.out", 1, 3), 2), quarter);
  }

  private static Node join(GraphBuilder g, Node x, Node... skips) {
    Node[] parts = new Node[skips.length + 1];
    parts[0] = x;
    System.arraycopy(skips, 0, parts, 1, skips.length);
    return g.concatChannels(parts);
  }
}
