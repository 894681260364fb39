package org.mem3d.backend.onednn;

import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.backend.onednn.ProductOps.Windows;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * A convolution to one channel, for which the library would compute a vector register's worth of
 * channels: each channel of the image is convolved alone, and a product with a vector of ones sums
 * over the channels. For such a product the library has code that computes one column alone; a 1x1
 * convolution would compute a register's worth of them once more.
 */
final class SingleChannelConvolution {
  private static final int REGISTER = 16;

  private SingleChannelConvolution() {}

  /**
   * Whether a convolution has one channel of results, and channels of input that fill registers.
   */
  static boolean pays(Lowering lowering, Group group, Op.Conv2d conv) {
    Node node = group.root();
    Shape weight = node.input(1).shape();
    return KnownConvolution.known(node, conv)
        && lowering.dtypeOf(group) == DType.F32
        && weight.dim(0) == 1
        && weight.dim(1) % REGISTER == 0
        && weight.dim(2) * weight.dim(3) > 1;
  }

  /** Adds the steps; returns false, having added nothing, if followers had better run alone. */
  static boolean lower(Lowering lowering, Group group, Op.Conv2d conv) {
    Node node = group.root();
    Shape shape = node.shape();
    Shape weight = node.input(1).shape();
    int channels = weight.dim(1);
    Value result = lowering.newValue(shape, DType.F32, Layout.natural(shape));
    PostOps followers = lowering.postOps(group, result.knownLayout());
    if (!followers.operandsAre(shape)) {
      return false;
    }
    KnownConvolution known = KnownConvolution.of(lowering, group);
    Shape apart = shape.with(1, channels);
    Value image = lowering.newValue(apart, DType.F32, Layout.natural(apart));
    Shape column = Shape.of(shape.elements(), 1);
    Value places = lowering.seenAs(image, Shape.of(shape.elements(), channels));
    Value sums = lowering.seenAs(result, column);
    Value ones = lowering.ones(channels);
    Value bias = known.bias() == null ? null : lowering.constant(known.bias(), Shape.of(1, 1));
    PostOps postOps = followers.seen(operand -> lowering.seenAs(operand, column));
    dnnl_primitive_desc product =
        ProductOps.describe(lowering, group, places, ones.desc(), bias, sums, postOps);
    // Not every processor has fast code for it.
    if (product == null || Dnnl.isReference(product)) {
      return false;
    }
    Value kernels =
        lowering.constant(known.weight(), Shape.of(channels, 1, 1, weight.dim(2), weight.dim(3)));
    ProductOps.convolve(
        lowering,
        new Group(node, List.of()),
        "Conv2d (per channel)",
        Windows.of(conv),
        lowering.natural(node.input(0), lowering.read(node)),
        kernels,
        null,
        image,
        new PostOps());
    lowering.add(
        product,
        group.kinds() + " (sum of channels)",
        ProductOps.arguments(places, ones, bias, sums, postOps),
        sums);
    lowering.define(group, result);
    return true;
  }
}
