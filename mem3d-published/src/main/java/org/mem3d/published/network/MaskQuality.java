package org.mem3d.published.network;

import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * The quality head: a mask and what it was made from, through a convolution, the last stage of a
 * ResNet-50 and two fully connected layers.
 *
 * <p>The published head works at 512 x 512 only, being made for a grid of 32 x 32 and a mean over
 * 16 x 16; here the grid is 1/16 of the image and the mean goes over all of it, which is the same
 * at that size.
 */
final class MaskQuality {
  private static final int CHANNELS = 1024;

  /** Channels of the mask and of its certainty, behind those of what the mask was made from. */
  private static final int MASK_CHANNELS = 2;

  private MaskQuality() {}

  /**
   * Adds what the first convolution, {@code conv1}, makes of its first channels: a sum over input
   * channels can be taken in parts, and this part may depend on the image alone.
   *
   * @param seen N x 1024 at 1/16: the query's r4 or the readout
   */
  static Node ofSeen(GraphBuilder g, Node seen) {
    return convolved(g, "conv1.seen", seen, 0, CHANNELS);
  }

  /**
   * Adds the rest of the head.
   *
   * @param ofSeen what {@link #ofSeen} gives
   * @return N x 1, the guessed overlap, 0 to 1
   */
  static Node build(GraphBuilder g, Node ofSeen, SoftAggregation answer) {
    Node mask =
        g.add(
            "quality.mask",
            new Op.Concat(1),
            List.of(
                Conv.resizeLike(g, answer.mask(g), ofSeen, false),
                Conv.resizeLike(g, answer.certainty(g), ofSeen, false)));
    Node ofMask = convolved(g, "conv1.mask", mask, CHANNELS, CHANNELS + MASK_CHANNELS);
    Node x = g.add("conv1.sum", new Op.Add(), List.of(ofMask, ofSeen));
    x = ResNet.stage(g, "res5", x, 512, 2, 3);
    Node mean = g.reduce(x, Op.Reduction.MEAN, 2, 3);
    Node flat = g.reshape(mean, x.shape().dim(0), x.shape().dim(1));
    return g.sigmoid(g.linear(g.relu(g.linear(flat, "fc", 1000)), "fc2", 1));
  }

  /** Part of {@code conv1}: the input channels from {@code begin} to {@code end}, left out. */
  private static Node convolved(GraphBuilder g, String name, Node x, int begin, int end) {
    Node weight = g.parameter("conv1.weight", CHANNELS, CHANNELS + MASK_CHANNELS, 3, 3);
    Node part = g.add(name + ".weight", new Op.Slice(1, begin, end), List.of(weight));
    return g.add(name, new Op.Conv2d(1, 1, 1, false), List.of(x, part));
  }
}
