package org.mem3d.backend.onednn;

import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * A convolution that computes two neighbouring columns at once as twice as many channels: {@code
 * y(2o') = ...} and {@code y(2o' + 1) = ...} are one convolution of step 2 whose kernel is one
 * column wider. Channels-last, both results are the same memory.
 *
 * <p>Pays where the channels fill a vector register by half at the end: 24 channels cost as much as
 * 32, and 48 of step 2 too, but the latter without a tail, whose masked loads and stores are slow.
 * Where registers of half the size lose nothing, the half is not computed at all ({@link
 * ConvolutionKernels}).
 */
final class PairedConvolution {
  private static final int REGISTER = 16;

  private PairedConvolution() {}

  /** Whether a convolution gains by being computed in pairs. */
  static boolean pays(Lowering lowering, Node node, Op.Conv2d conv) {
    Shape weight = node.input(1).shape();
    return conv.stride() == 1
        && conv.dilation() == 1
        && KnownConvolution.known(node, conv)
        && pays(lowering, lowering.read(node), weight, node.shape());
  }

  /**
   * Whether a convolution of step 1 gains by being computed in pairs.
   *
   * @param dtype of what it reads
   */
  static boolean pays(Lowering lowering, DType dtype, Shape weight, Shape result) {
    int channels = weight.dim(0);
    boolean halfFull = channels % REGISTER == REGISTER / 2 && channels < 2 * REGISTER;
    return halfFull
        && weight.dim(3) == 3
        && weight.dim(1) >= REGISTER / 2
        && result.dim(3) % 2 == 0
        && !ConvolutionKernels.halvesRegisters(lowering, dtype);
  }

  /** Returns the shape of the paired result. */
  static Shape paired(Shape result) {
    return Shape.of(result.dim(0), 2 * result.dim(1), result.dim(2), result.dim(3) / 2);
  }

  /** Returns the shape of the paired kernel. */
  static Shape kernel(Shape weight) {
    return Shape.of(2 * weight.dim(0), weight.dim(1), weight.dim(2), weight.dim(3) + 1);
  }

  /** Returns the paired kernel: the second half of the channels sees one column further. */
  static float[] kernel(float[] weight, Shape shape) {
    int width = shape.dim(3);
    float[] wide = new float[2 * (weight.length / width) * (width + 1)];
    int half = wide.length / 2;
    for (int row = 0; row < weight.length / width; row++) {
      System.arraycopy(weight, row * width, wide, row * (width + 1), width);
      System.arraycopy(weight, row * width, wide, half + row * (width + 1) + 1, width);
    }
    return wide;
  }

  /** Returns the bias of both columns. */
  static float[] bias(float[] bias) {
    float[] twice = new float[2 * bias.length];
    System.arraycopy(bias, 0, twice, 0, bias.length);
    System.arraycopy(bias, 0, twice, bias.length, bias.length);
    return twice;
  }
}
