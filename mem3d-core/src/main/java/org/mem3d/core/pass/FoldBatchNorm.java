package org.mem3d.core.pass;

import java.util.List;
import org.mem3d.core.weights.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * Folds a batch normalisation into the convolution before it: with {@code f = scale / sqrt(variance
 * + epsilon)} the weights become {@code f * weight} and the bias {@code f * (bias - mean) + shift}.
 * Applies where nothing else reads the convolution and all weights are parameters. The folded
 * tensors get the names {@code <convolution>.folded.weight} and {@code .bias}.
 */
public final class FoldBatchNorm {
  private FoldBatchNorm() {}

  /** Returns the graph with every foldable batch norm folded. */
  public static BoundGraph apply(BoundGraph bound) {
    TensorGraph graph = bound.graph();
    int[] uses = Rewrite.uses(graph);
    MapWeights weights = new MapWeights(bound.weights());
    Rewrite rewrite = new Rewrite(graph);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.BatchNorm norm && foldable(node, uses)) {
        rewrite.replace(node, fold(node, norm, rewrite, bound.weights(), weights));
      } else {
        rewrite.keep(node);
      }
    }
    return DropDeadNodes.apply(new BoundGraph(rewrite.finish(), weights));
  }

  private static boolean foldable(Node norm, int[] uses) {
    Node convolution = norm.input(0);
    return convolution.op() instanceof Op.Conv2d conv
        && !conv.residual()
        && conv.activation() == Op.Activation.NONE
        && uses[convolution.id()] == 1
        && weighted(convolution)
        && weighted(norm);
  }

  /** Returns whether all inputs but the first are parameters. */
  private static boolean weighted(Node node) {
    return node.inputs().stream().skip(1).allMatch(input -> input.op() instanceof Op.Parameter);
  }

  private static Node fold(
      Node node, Op.BatchNorm norm, Rewrite rewrite, Weights source, MapWeights folded) {
    Node convolution = node.input(0);
    Op.Conv2d conv = (Op.Conv2d) convolution.op();
    Node kernel = convolution.input(1);
    float[] scale = source.values(node.input(1).name());
    float[] shift = source.values(node.input(2).name());
    float[] mean = source.values(node.input(3).name());
    float[] variance = source.values(node.input(4).name());
    float[] weight = source.values(kernel.name()).clone();
    float[] bias =
        conv.bias() ? source.values(convolution.input(2).name()).clone() : new float[scale.length];
    int taps = weight.length / scale.length;
    for (int o = 0; o < scale.length; o++) {
      double factor = scale[o] / Math.sqrt((double) variance[o] + norm.epsilon());
      for (int i = o * taps; i < (o + 1) * taps; i++) {
        weight[i] = (float) (weight[i] * factor);
      }
      bias[o] = (float) (factor * (bias[o] - mean[o]) + shift[o]);
    }
    String prefix = convolution.name() + ".folded";
    Node foldedWeight = rewrite.target().parameter(prefix + ".weight", kernel.shape().dims());
    Node foldedBias = rewrite.target().parameter(prefix + ".bias", bias.length);
    folded.put(prefix + ".weight", foldedWeight.shape(), weight);
    folded.put(prefix + ".bias", foldedBias.shape(), bias);
    return rewrite
        .target()
        .add(
            node.name(),
            new Op.Conv2d(conv.stride(), conv.padding(), conv.dilation(), true),
            List.of(rewrite.copyOf(convolution.input(0)), foldedWeight, foldedBias));
  }
}
