package org.mem3d.backend.onednn;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** The weights of a convolution with the batch normalisation behind it folded in. */
final class FoldedConvolution {
  private final float[] weight;
  private final float[] bias;

  private FoldedConvolution(float[] weight, float[] bias) {
    this.weight = weight;
    this.bias = bias;
  }

  static FoldedConvolution of(Lowering lowering, Node conv, Node batchNorm) {
    float[] weight = lowering.weights(conv.input(1)).clone();
    float[] scale = lowering.weights(batchNorm.input(1));
    float[] shift = lowering.weights(batchNorm.input(2));
    float[] mean = lowering.weights(batchNorm.input(3));
    float[] variance = lowering.weights(batchNorm.input(4));
    boolean biased = ((Op.Conv2d) conv.op()).bias();
    float[] old = biased ? lowering.weights(conv.input(2)) : new float[scale.length];
    double epsilon = ((Op.BatchNorm) batchNorm.op()).epsilon();
    float[] bias = new float[scale.length];
    int perChannel = weight.length / scale.length;
    for (int o = 0; o < bias.length; o++) {
      double factor = scale[o] / Math.sqrt(variance[o] + epsilon);
      bias[o] = (float) ((old[o] - mean[o]) * factor + shift[o]);
      for (int i = o * perChannel; i < (o + 1) * perChannel; i++) {
        weight[i] = (float) (weight[i] * factor);
      }
    }
    return new FoldedConvolution(weight, bias);
  }

  /** (O,C,kh,kw), row by row. */
  float[] weight() {
    return weight;
  }

  /** (O). */
  float[] bias() {
    return bias;
  }
}
