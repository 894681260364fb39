package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.backend.onednn.ProductOps.Windows;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * A convolution whose image and weights are whole numbers of 8 bits ({@link Quantisation}, {@link
 * QuantisedKernel}): sums are exact in 32 bits, then scaled to float32, in which bias, residual and
 * activation are computed. The result is rounded again where only others of these read it.
 */
final class IntegerConvolution {
  private IntegerConvolution() {}

  static void lower(Lowering lowering, Group group, Op.Conv2d conv) {
    Node node = group.root();
    Node image = node.input(0);
    Quantisation quantisation = lowering.quantisation();
    KnownConvolution known = KnownConvolution.of(lowering, group);
    Shape shape = node.input(1).shape();
    boolean signed = !quantisation.neverNegative(image);
    QuantisedKernel kernel = QuantisedKernel.of(known.weight(), shape, signed);
    Value given = lowering.rounded(image);
    Value x =
        signed
            ? given
            : given.described(
                image.shape(), lowering.scope().unsigned(image.shape(), given.knownLayout()));
    Value result = lowering.newResult(group, Layout.natural(node.shape()));
    Value residual = conv.residual() ? lowering.value(node.input(conv.residualIndex())) : null;

    // A residual in 8 bits is added as it is: all is computed in its unit, and scaled at the end.
    float unit = residual == null ? 1 : residual.scale();
    PostOps postOps = new PostOps();
    if (residual != null) {
      postOps.binary(
          dnnl_binary_add, lowering.as(residual, result.knownLayout(), residual.dtype()));
    }
    if (conv.activation() == Op.Activation.SIGMOID && unit != 1) {
      postOps.eltwise(dnnl_eltwise_linear, unit, 0);
      Lowering.activate(postOps, conv.activation());
      postOps.eltwise(dnnl_eltwise_linear, 1 / unit, 0);
    } else {
      Lowering.activate(postOps, conv.activation());
    }
    if (result.dtype() == DType.F32 && unit != 1) {
      postOps.eltwise(dnnl_eltwise_linear, unit, 0);
    }

    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(postOps);
    List<Argument> scales = new ArrayList<>();
    scope.scale(attr, DNNL_ARG_WEIGHTS, 1);
    Value ofWeights =
        lowering.constant(times(kernel.scales(), given.scale() / unit), Shape.of(shape.dim(0)));
    scales.add(new Argument(DNNL_ARG_ATTR_SCALES | DNNL_ARG_WEIGHTS, ofWeights));
    if (result.dtype() == DType.I8) {
      lowering.scale(attr, DNNL_ARG_DST, result.scale() / unit, scales);
    }
    Value bias =
        ProductOps.bias(lowering, known.bias() == null ? null : times(known.bias(), 1 / unit));
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making " + node.name() + " (" + group.kinds() + ") in 8 bits",
            ProductOps.convolution(
                scope, Windows.of(conv), x, scope.anyLayout(shape, DType.I8), bias, result, attr));
    Value packed =
        lowering.packed(
            lowering.constant(kernel.weights(), shape),
            dnnl_primitive_desc_query_md(desc, dnnl_query_weights_md, 0));
    List<Argument> arguments =
        new ArrayList<>(ProductOps.arguments(x, packed, bias, result, postOps));
    arguments.addAll(scales);
    lowering.add(desc, group.kinds() + " (8 bits)", arguments, result);
    lowering.define(group, result);
  }

  private static float[] times(float[] values, float factor) {
    float[] products = new float[values.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = values[i] * factor;
    }
    return products;
  }
}
