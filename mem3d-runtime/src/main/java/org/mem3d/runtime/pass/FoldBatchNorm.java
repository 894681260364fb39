package org.mem3d.runtime.pass;

import java.util.List;
import org.mem3d.graph.MapWeights;
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
    String prefix = convolution.name() + ".folded";
    Node foldedWeight = rewrite.target().parameter(prefix + ".weight", kernel.shape().dims());
    Node foldedBias = rewrite.target().parameter(prefix + ".bias", kernel.shape().dim(0));
    folded.derive(
        prefix + ".weight", foldedWeight.shape(), () -> weight(convolution, node, norm, source));
    folded.derive(
        prefix + ".bias", foldedBias.shape(), () -> bias(convolution, node, norm, source));
    return rewrite
        .target()
        .add(
            node.name(),
            new Op.Conv2d(conv.stride(), conv.padding(), conv.dilation(), true),
            List.of(rewrite.copyOf(convolution.input(0)), foldedWeight, foldedBias));
  }

  private static float[] weight(Node convolution, Node node, Op.BatchNorm norm, Weights source) {
    double[] factors = factors(node, norm, source);
    float[] weight = source.values(convolution.input(1).name()).clone();
    int taps = weight.length / factors.length;
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (weight[i] * factors[i / taps]);
    }
    return weight;
  }

  private static float[] bias(Node convolution, Node node, Op.BatchNorm norm, Weights source) {
    double[] factors = factors(node, norm, source);
    float[] shift = source.values(node.input(2).name());
    float[] mean = source.values(node.input(3).name());
    boolean biased = ((Op.Conv2d) convolution.op()).bias();
    float[] old = biased ? source.values(convolution.input(2).name()) : new float[factors.length];
    float[] bias = new float[factors.length];
    for (int o = 0; o < bias.length; o++) {
      bias[o] = (float) (factors[o] * (old[o] - mean[o]) + shift[o]);
    }
    return bias;
  }

  private static double[] factors(Node node, Op.BatchNorm norm, Weights source) {
    float[] scale = source.values(node.input(1).name());
    float[] variance = source.values(node.input(4).name());
    double[] factors = new double[scale.length];
    for (int o = 0; o < factors.length; o++) {
      factors[o] = scale[o] / Math.sqrt((double) variance[o] + norm.epsilon());
    }
    return factors;
  }
}
