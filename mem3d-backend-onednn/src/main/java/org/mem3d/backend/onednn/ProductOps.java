package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Convolutions, fully connected layers and matrix products. */
final class ProductOps {
  private ProductOps() {}

  static void lower(Lowering lowering, Group group) {
    if (group.root().op() instanceof Op.Conv2d conv) {
      convolution(lowering, group, conv);
    } else if (group.root().op() instanceof Op.Linear linear) {
      linear(lowering, group, linear);
    } else {
      matMul(lowering, group, (Op.MatMul) group.root().op());
    }
  }

  private static void convolution(Lowering lowering, Group group, Op.Conv2d conv) {
    Node node = group.root();
    DnnlScope scope = lowering.scope();
    DType products = lowering.products();
    Value x = lowering.natural(node.input(0), products);
    Value result =
        lowering.newValue(node.shape(), lowering.dtypeOf(group), Layout.natural(node.shape()));
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    Value weight;
    Value bias = null;
    if (group.batchNorm() != null) {
      FoldedConvolution folded = FoldedConvolution.of(lowering, node, group.batchNorm());
      weight = lowering.constant(folded.weight(), node.input(1).shape());
      bias = lowering.constant(folded.bias(), Shape.of(node.shape().dim(1)));
    } else {
      weight = lowering.value(node.input(1));
      if (conv.bias()) {
        bias = lowering.natural(node.input(2), DType.F32);
      }
    }
    weight = lowering.as(weight, weight.knownLayout(), products);
    dnnl_memory_desc anyWeight = scope.anyLayout(weight.shape(), products);
    dnnl_memory_desc biasDesc = bias == null ? null : bias.desc();
    long[] strides = {conv.stride(), conv.stride()};
    long[] dilations = {conv.dilation() - 1, conv.dilation() - 1};
    long[] padding = {conv.padding(), conv.padding()};
    dnnl_primitive_attr attr = scope.attributes(postOps);
    dnnl_primitive_desc desc =
        lowering.primitive(
            group,
            pd ->
                dnnl_convolution_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    dnnl_convolution_direct,
                    x.desc(),
                    anyWeight,
                    biasDesc,
                    result.desc(),
                    strides,
                    dilations,
                    padding,
                    padding,
                    attr));
    if (desc == null) {
      lowering.separately(group);
      return;
    }
    Value packed =
        lowering.packed(weight, dnnl_primitive_desc_query_md(desc, dnnl_query_weights_md, 0));
    lowering.add(desc, group.kinds(), arguments(x, packed, bias, result, postOps), result);
    lowering.define(group, result);
  }

  private static void linear(Lowering lowering, Group group, Op.Linear linear) {
    Node node = group.root();
    Value x = lowering.natural(node.input(0), lowering.products());
    Value weight = lowering.natural(node.input(1), lowering.products());
    Value turned =
        lowering.view(
            weight.storage(),
            Shape.of(weight.shape().dim(1), weight.shape().dim(0)),
            weight.dtype(),
            weight.knownLayout().transposed(List.of(1, 0)));
    Value bias = null;
    if (linear.bias()) {
      Value vector = lowering.natural(node.input(2), DType.F32);
      Shape row = Shape.of(1, vector.shape().dim(0));
      bias = lowering.view(vector.storage(), row, DType.F32, Layout.rowMajor(row));
    }
    product(lowering, group, x, turned, bias);
  }

  private static void matMul(Lowering lowering, Group group, Op.MatMul matMul) {
    Node node = group.root();
    Value a = operand(lowering, node.input(0), matMul.transposeA());
    Value b = operand(lowering, node.input(1), matMul.transposeB());
    product(lowering, group, a, b, null);
  }

  /** A matrix in a layout that the primitive reads: one of its two axes without steps. */
  private static Value operand(Lowering lowering, Node node, boolean transposed) {
    Value value = lowering.value(node);
    int rank = node.shape().rank();
    Layout layout = value.knownLayout();
    boolean readable = layout.stride(rank - 1) == 1 || layout.stride(rank - 2) == 1;
    if (rank == 3) {
      long matrix = (long) node.shape().dim(1) * node.shape().dim(2);
      readable = readable && (node.shape().dim(0) == 1 || layout.stride(0) == matrix);
    }
    Value plain =
        lowering.as(value, readable ? layout : Layout.rowMajor(node.shape()), lowering.products());
    if (!transposed) {
      return plain;
    }
    List<Integer> order = rank == 2 ? List.of(1, 0) : List.of(0, 2, 1);
    Shape shape =
        rank == 2
            ? Shape.of(plain.shape().dim(1), plain.shape().dim(0))
            : Shape.of(plain.shape().dim(0), plain.shape().dim(2), plain.shape().dim(1));
    return lowering.view(
        plain.storage(), shape, plain.dtype(), plain.knownLayout().transposed(order));
  }

  private static void product(
      Lowering lowering, Group group, Value a, Value b, @Nullable Value bias) {
    Node node = group.root();
    DnnlScope scope = lowering.scope();
    Value result =
        lowering.newValue(node.shape(), lowering.dtypeOf(group), Layout.rowMajor(node.shape()));
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    dnnl_engine engine = scope.engine().engine();
    dnnl_memory_desc bDesc = b.constant() ? scope.anyLayout(b.shape(), b.dtype()) : b.desc();
    dnnl_memory_desc biasDesc = bias == null ? null : bias.desc();
    dnnl_primitive_attr attr = scope.attributes(postOps);
    dnnl_primitive_desc desc =
        lowering.primitive(
            group,
            pd ->
                dnnl_matmul_primitive_desc_create(
                    pd, engine, a.desc(), bDesc, biasDesc, result.desc(), attr));
    if (desc == null) {
      lowering.separately(group);
      return;
    }
    Value packed =
        b.constant()
            ? lowering.packed(b, dnnl_primitive_desc_query_md(desc, dnnl_query_weights_md, 0))
            : b;
    lowering.add(desc, group.kinds(), arguments(a, packed, bias, result, postOps), result);
    lowering.define(group, result);
  }

  private static List<Argument> arguments(
      Value x, Value weight, @Nullable Value bias, Value result, PostOps postOps) {
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(DNNL_ARG_SRC, x));
    arguments.add(new Argument(DNNL_ARG_WEIGHTS, weight));
    if (bias != null) {
      arguments.add(new Argument(DNNL_ARG_BIAS, bias));
    }
    arguments.add(new Argument(DNNL_ARG_DST, result));
    arguments.addAll(postOps.arguments());
    return arguments;
  }
}
