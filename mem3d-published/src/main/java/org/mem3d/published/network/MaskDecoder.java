package org.mem3d.published.network;

import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * The decoder: from the readout at 1/16 to two logits at full size, by way of r3 and r2. What it
 * makes of these two before they meet the readout depends on the image alone.
 */
final class MaskDecoder {
  private static final int CHANNELS = 256;
  private static final String RF3 = "Decoder.RF3";
  private static final String RF2 = "Decoder.RF2";

  private MaskDecoder() {}

  /**
   * The encoder's features as the decoder takes them in: 256 channels each.
   *
   * @param eighth of r3
   * @param quarter of r2
   */
  record Skips(Node eighth, Node quarter) {
    /** Adds a convolution and a residual block to both. */
    static Skips build(GraphBuilder g, FrameEncoder.Features features) {
      return new Skips(fine(g, RF3, features.r3()), fine(g, RF2, features.r2()));
    }

    private static Node fine(GraphBuilder g, String path, Node skip) {
      return residual(g, path + ".ResFS", Conv.biased(g, path + ".convFS", skip, CHANNELS, 3, 1));
    }
  }

  /**
   * Adds the decoder.
   *
   * @param aspp whether its first layer is ASPP ({@code layer5}) or, as in plain STM, one
   *     convolution ({@code convFM})
   * @return N x 2 x H x W: background, foreground
   */
  static Node build(
      GraphBuilder g, Node readout, Skips skips, int height, int width, boolean aspp) {
    Node x =
        aspp
            ? Aspp.build(g, "Decoder.layer5", readout)
            : Conv.biased(g, "Decoder.convFM", readout, CHANNELS, 3, 1);
    x = residual(g, "Decoder.ResMM", x);
    x = refine(g, RF3, skips.eighth, x);
    x = refine(g, RF2, skips.quarter, x);
    Node logits = Conv.biased(g, "Decoder.pred2", g.relu(x), 2, 3, 1);
    return Conv.resize(g, logits, height, width, false);
  }

  /** Joins finer features with what comes from below, at twice its size. */
  private static Node refine(GraphBuilder g, String path, Node fine, Node below) {
    Node joined = sum(g, path + ".joined", fine, Conv.resizeLike(g, below, fine, false));
    return residual(g, path + ".ResMM", joined);
  }

  /** {@code x + conv2(relu(conv1(relu(x))))}. */
  private static Node residual(GraphBuilder g, String path, Node x) {
    Node y = Conv.biased(g, path + ".conv1", g.relu(x), CHANNELS, 3, 1);
    return sum(g, path + ".sum", x, Conv.biased(g, path + ".conv2", g.relu(y), CHANNELS, 3, 1));
  }

  private static Node sum(GraphBuilder g, String name, Node a, Node b) {
    return g.add(name, new Op.Add(), List.of(a, b));
  }
}
