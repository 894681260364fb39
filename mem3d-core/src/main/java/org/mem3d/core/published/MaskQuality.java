package org.mem3d.core.published;

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
  private MaskQuality() {}

  /**
   * Adds the head.
   *
   * @param seen N x 1024 at 1/16: the query's r4 or the readout
   * @return N x 1, the guessed overlap, 0 to 1
   */
  static Node build(GraphBuilder g, Node seen, SoftAggregation answer) {
    Node x =
        g.add(
            "quality.seen",
            new Op.Concat(1),
            List.of(
                seen,
                Conv.resizeLike(g, answer.mask(g), seen, false),
                Conv.resizeLike(g, answer.certainty(g), seen, false)));
    x = Conv.plain(g, "conv1", x, 1024, 3, 1, 1);
    x = ResNet.stage(g, "res5", x, 512, 2, 3);
    Node mean = g.reduce(x, Op.Reduction.MEAN, 2, 3);
    Node flat = g.reshape(mean, x.shape().dim(0), x.shape().dim(1));
    return g.sigmoid(g.linear(g.relu(g.linear(flat, "fc", 1000)), "fc2", 1));
  }
}
