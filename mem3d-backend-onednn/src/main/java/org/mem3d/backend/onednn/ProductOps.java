package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
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
    if (lowering.quantisation().computes(node)) {
      IntegerConvolution.lower(lowering, group, conv);
      return;
    }
    if (Winograd.pays(lowering, group, conv) && Winograd.lower(lowering, group)) {
      return;
    }
    if (SingleChannelConvolution.pays(lowering, group, conv)
        && SingleChannelConvolution.lower(lowering, group, conv)) {
      return;
    }
    if (PairedConvolution.pays(lowering, node, conv) && paired(lowering, group, conv)) {
      return;
    }
    Value x = lowering.natural(node.input(0), lowering.read(node));
    Value weight = lowering.value(node.input(1));
    Value bias = null;
    if (conv.bias()) {
      bias = lowering.natural(node.input(2), DType.F32);
    }
    Windows windows = Windows.of(conv);
    DType dtype = lowering.dtypeOf(group);
    Value result = lowering.newValue(node.shape(), dtype, Layout.natural(node.shape()));
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    if (convolve(lowering, group, group.kinds(), windows, x, weight, bias, result, postOps)) {
      lowering.define(group, result);
    } else {
      lowering.separately(group);
    }
  }

  /**
   * Adds a convolution two columns at a time; returns false, having added nothing, if it cannot.
   */
  private static boolean paired(Lowering lowering, Group group, Op.Conv2d conv) {
    Node node = group.root();
    Shape shape = node.shape();
    Value result = lowering.newValue(shape, lowering.dtypeOf(group), Layout.natural(shape));
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    if (!postOps.operandsAre(shape)) {
      return false;
    }
    KnownConvolution known = KnownConvolution.of(lowering, group);
    boolean added =
        convolveInPairs(
            lowering,
            group,
            group.kinds() + " (in pairs)",
            Windows.of(conv),
            lowering.natural(node.input(0), lowering.read(node)),
            known.weight(),
            node.input(1).shape(),
            known.bias(),
            result,
            postOps);
    if (added) {
      lowering.define(group, result);
    }
    return added;
  }

  /**
   * Adds a convolution of step 1 as one of pairs of columns; returns false, having added nothing,
   * if followers had better run alone.
   *
   * @param weight of the convolution itself, of the shape {@code kernel}
   */
  static boolean convolveInPairs(
      Lowering lowering,
      Group group,
      String kinds,
      Windows windows,
      Value x,
      float[] weight,
      Shape kernel,
      float @Nullable [] bias,
      Value result,
      PostOps postOps) {
    Shape pairs = PairedConvolution.paired(result.shape());
    return convolve(
        lowering,
        group,
        kinds,
        windows.inPairs(),
        x,
        lowering.constant(
            PairedConvolution.kernel(weight, kernel), PairedConvolution.kernel(kernel)),
        bias(lowering, bias == null ? null : PairedConvolution.bias(bias)),
        lowering.seenAs(result, pairs),
        postOps.seen(operand -> lowering.seenAs(operand, pairs)));
  }

  /** Makes a bias; null if there is none. */
  static @Nullable Value bias(Lowering lowering, float @Nullable [] bias) {
    return bias == null ? null : lowering.constant(bias, Shape.of(bias.length));
  }

  /**
   * How a kernel moves over an image; along rows, then along columns.
   *
   * @param dilation rows and columns between the kernel's
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Windows(long[] strides, long dilation, long[] padding) {
    static final Windows SINGLE = new Windows(twice(1), 0, twice(0));

    static Windows of(Op.Conv2d conv) {
      return new Windows(twice(conv.stride()), conv.dilation() - 1L, twice(conv.padding()));
    }

    /** Of a kernel of three columns in one row. */
    static Windows ofRows() {
      return new Windows(twice(1), 0, new long[] {0, 1});
    }

    /** The same two columns at a time. */
    Windows inPairs() {
      return new Windows(new long[] {strides[0], 2 * strides[1]}, dilation, padding);
    }

    private static long[] twice(long value) {
      return new long[] {value, value};
    }
  }

  /** Adds a convolution; returns false, having added nothing, if followers had better run alone. */
  static boolean convolve(
      Lowering lowering,
      Group group,
      String kinds,
      Windows windows,
      Value x,
      Value plainWeight,
      @Nullable Value bias,
      Value result,
      PostOps postOps) {
    DnnlScope scope = lowering.scope();
    Value weight = lowering.as(plainWeight, plainWeight.knownLayout(), x.dtype());
    dnnl_primitive_attr attr = scope.attributes(postOps);
    dnnl_memory_desc anyWeight = scope.anyLayout(weight.shape(), weight.dtype());
    DnnlScope.Create create = convolution(scope, windows, x, anyWeight, bias, result, attr);
    dnnl_primitive_desc first = lowering.primitive(group, create);
    if (first == null) {
      return false;
    }
    dnnl_primitive_desc desc = ConvolutionKernels.choose(lowering, first, create, weight.shape());
    Value packed =
        lowering.packed(weight, dnnl_primitive_desc_query_md(desc, dnnl_query_weights_md, 0));
    lowering.add(desc, kinds, arguments(x, packed, bias, result, postOps), result);
    return true;
  }

  /**
   * Makes a convolution of the library's.
   *
   * @param weight in any layout
   */
  static DnnlScope.Create convolution(
      DnnlScope scope,
      Windows windows,
      Value x,
      dnnl_memory_desc weight,
      @Nullable Value bias,
      Value result,
      dnnl_primitive_attr attr) {
    dnnl_memory_desc biasDesc = bias == null ? null : bias.desc();
    return pd ->
        dnnl_convolution_forward_primitive_desc_create(
            pd,
            scope.engine().engine(),
            dnnl_forward_inference,
            dnnl_convolution_direct,
            x.desc(),
            weight,
            biasDesc,
            result.desc(),
            windows.strides(),
            Windows.twice(windows.dilation()),
            windows.padding(),
            windows.padding(),
            attr);
  }

  private static void linear(Lowering lowering, Group group, Op.Linear linear) {
    Node node = group.root();
    Value x = lowering.natural(node.input(0), lowering.read(node));
    Value weight = lowering.natural(node.input(1), lowering.read(node));
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
    Value a = operand(lowering, node, 0, matMul.transposeA());
    Value b = operand(lowering, node, 1, matMul.transposeB());
    product(lowering, group, a, b, null);
  }

  /** A matrix in a layout that the primitive reads: one of its two axes without steps. */
  private static Value operand(Lowering lowering, Node product, int index, boolean transposed) {
    Node node = product.input(index);
    Value value = lowering.value(node);
    int rank = node.shape().rank();
    Layout layout = value.knownLayout();
    boolean readable = layout.stride(rank - 1) == 1 || layout.stride(rank - 2) == 1;
    if (rank == 3) {
      long matrix = (long) node.shape().dim(1) * node.shape().dim(2);
      readable = readable && (node.shape().dim(0) == 1 || layout.stride(0) == matrix);
    }
    Value plain =
        lowering.as(
            value, readable ? layout : Layout.rowMajor(node.shape()), lowering.read(product));
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
    Value result =
        lowering.newValue(node.shape(), lowering.dtypeOf(group), Layout.rowMajor(node.shape()));
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    dnnl_memory_desc bDesc =
        b.constant() ? lowering.scope().anyLayout(b.shape(), b.dtype()) : b.desc();
    dnnl_primitive_desc desc = describe(lowering, group, a, bDesc, bias, result, postOps);
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

  /**
   * Describes a matrix product; null if the group has followers that had better run alone.
   *
   * @param b how its second factor lies
   * @param postOps applied to the product
   */
  static @Nullable dnnl_primitive_desc describe(
      Lowering lowering,
      Group group,
      Value a,
      dnnl_memory_desc b,
      @Nullable Value bias,
      Value result,
      PostOps postOps) {
    DnnlScope scope = lowering.scope();
    dnnl_memory_desc biasDesc = bias == null ? null : bias.desc();
    dnnl_primitive_attr attr = scope.attributes(postOps);
    return lowering.primitive(
        group,
        pd ->
            dnnl_matmul_primitive_desc_create(
                pd, scope.engine().engine(), a.desc(), b, biasDesc, result.desc(), attr));
  }

  /** Returns what a product is passed. */
  static List<Argument> arguments(
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
