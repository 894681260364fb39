package org.mem3d.published.network;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;

/**
 * The published interaction network (Inside-Outside Guidance, Zhang et al. 2020): from an image and
 * one or two maps of the user's points to the object's mask.
 *
 * @param levels features of the backbone's stages, deepest first, the deepest after {@link
 *     PyramidPooling}
 * @param stage4 the deepest before it
 * @param coarse the four coarse masks before the sigmoid, at full size, deepest first
 * @param fine the mask before the sigmoid, at full size
 */
public record PublishedInteractionNetwork(
    List<Node> levels, Node stage4, List<Node> coarse, Node fine) {

  /** Input sides are multiples of this. */
  public static final int STRIDE = 16;

  /**
   * Returns the graph: input {@code slice} (N x channels x H x W: red, green, blue, then maps, all
   * 0 to 255); outputs {@code probability} and {@code logits} (N x 1 x H x W).
   *
   * @param channels 4 or 5
   */
  public static TensorGraph graph(int batch, int channels, int height, int width) {
    GraphBuilder g = new GraphBuilder("interaction");
    PublishedInteractionNetwork network =
        build(g, g.input("slice", batch, channels, height, width));
    return g.output("probability", g.sigmoid(network.fine)).output("logits", network.fine).build();
  }

  /** Adds the network: ResNet-101 of output stride 16, PSP, coarse and fine net. */
  static PublishedInteractionNetwork build(GraphBuilder g, Node slice) {
    Node stem = ResNet.pool(g, ResNet.stem(g, "backbone", slice));
    Node stage1 = ResNet.stage(g, "backbone.layer1", stem, 64, 1, 3);
    Node stage2 = ResNet.stage(g, "backbone.layer2", stage1, 128, 2, 4);
    Node stage3 = ResNet.stage(g, "backbone.layer3", stage2, 256, 2, 23);
    Node stage4 = ResNet.dilatedStage(g, "backbone.layer4", stage3, 512, 1, 2, 4, 8);
    List<Node> levels = List.of(PyramidPooling.build(g, "psp4", stage4), stage3, stage2, stage1);
    CoarseNet coarse = CoarseNet.build(g, levels);
    Node fine = FineNet.build(g, coarse.features());
    List<Node> masks = new ArrayList<>();
    coarse.masks().forEach(mask -> masks.add(Conv.resizeLike(g, mask, slice, true)));
    return new PublishedInteractionNetwork(
        levels, stage4, masks, Conv.resizeLike(g, fine, slice, true));
  }
}
