package org.mem3d.core.network;

import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/** The compact interaction network: from marks on one slice to its mask. */
public final class InteractionNetwork {
  /** Side of the square input. */
  public static final int SIDE = 128;

  /**
   * Channels of the input: two of the image, positive marks, negative marks, box, extreme points,
   * previous mask.
   */
  public static final int CHANNELS = 7;

  private InteractionNetwork() {}

  /**
   * Returns the graph: input {@code slice}; outputs {@code probability}, {@code quality} (the
   * guessed Dice), and for inspection {@code logits}, {@code quality.logit}.
   */
  public static TensorGraph graph(int batch) {
    GraphBuilder g = new GraphBuilder("interaction");
    Node slice = g.input("slice", batch, CHANNELS, SIDE, SIDE);
    Encoder.Features features = Encoder.build(g, "encoder", slice, 24, 48, 80, 112);
    Node marks = g.maxPool(g.add(new Op.Slice(1, 2, CHANNELS), slice), 2);
    Decoder.Result decoded =
        Decoder.upwards(
            g,
            Decoder.eighth(g, features.eighth(), 96),
            56,
            new Node[] {features.quarter()},
            new Node[] {features.half(), marks});
    Node probability = g.sigmoid(decoded.logits());
    Node quality = QualityHead.build(g, decoded.quarter(), probability);
    return g.output("probability", probability)
        .output("quality", g.sigmoid(quality))
        .output("logits", decoded.logits())
        .output("quality.logit", quality)
        .build();
  }
}
