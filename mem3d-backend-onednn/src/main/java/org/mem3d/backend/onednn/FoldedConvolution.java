package org.mem3d.backend.onednn;

import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/**
 * The weights of a group's convolution, with the batch normalisation behind it folded in if there
 * is one. Not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FoldedConvolution(float[] weight, float @Nullable [] bias) {
  /** Whether a convolution's weights are known when a graph is compiled. */
  static boolean known(Node node, Op.Conv2d conv) {
    return node.input(1).op() instanceof Op.Parameter
        && (!conv.bias() || node.input(2).op() instanceof Op.Parameter);
  }

  /** Returns the weights of a group whose root is a convolution of known weights. */
  static FoldedConvolution of(Lowering lowering, Group group) {
    Node node = group.root();
    float[] weight = lowering.weights(node.input(1));
    boolean biased = ((Op.Conv2d) node.op()).bias();
    float[] bias = biased ? lowering.weights(node.input(2)) : null;
    Node batchNorm = group.batchNorm();
    return batchNorm == null
        ? new FoldedConvolution(weight, bias)
        : of(lowering, weight.clone(), bias, batchNorm);
  }

  private static FoldedConvolution of(
      Lowering lowering, float[] weight, float @Nullable [] old, Node batchNorm) {
    float[] scale = lowering.weights(batchNorm.input(1));
    float[] shift = lowering.weights(batchNorm.input(2));
    float[] mean = lowering.weights(batchNorm.input(3));
    float[] variance = lowering.weights(batchNorm.input(4));
    double epsilon = ((Op.BatchNorm) batchNorm.op()).epsilon();
    float[] bias = new float[scale.length];
    int perChannel = weight.length / scale.length;
    for (int o = 0; o < bias.length; o++) {
      double factor = scale[o] / Math.sqrt(variance[o] + epsilon);
      bias[o] = (float) (((old == null ? 0 : old[o]) - mean[o]) * factor + shift[o]);
      for (int i = o * perChannel; i < (o + 1) * perChannel; i++) {
        weight[i] = (float) (weight[i] * factor);
      }
    }
    return new FoldedConvolution(weight, bias);
  }
}
