package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Operations that look along axes: softmax, normalisation, sums, selections. All in float32. */
final class JoiningOps {
  private JoiningOps() {}

  static void lower(Lowering lowering, Group group) {
    Op op = group.root().op();
    if (op instanceof Op.Softmax softmax) {
      softmax(lowering, group, softmax);
    } else if (op instanceof Op.L2Normalize normalize) {
      l2Normalize(lowering, group, normalize);
    } else if (op instanceof Op.Reduce reduce) {
      reduce(lowering, group, reduce);
    } else {
      HostSelectionKernels.lower(lowering, group);
    }
  }

  private static Value source(Lowering lowering, Node node) {
    Value given = lowering.value(node.input(0));
    return lowering.as(given, given.knownLayout(), DType.F32);
  }

  private static void softmax(Lowering lowering, Group group, Op.Softmax softmax) {
    Node node = group.root();
    DnnlScope scope = lowering.scope();
    Value x = source(lowering, node);
    Value result = lowering.newValue(node.shape(), DType.F32, x.knownLayout());
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making the softmax " + node.name(),
            pd ->
                dnnl_softmax_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    dnnl_softmax_accurate,
                    x.desc(),
                    result.desc(),
                    softmax.axis(),
                    attr));
    lowering.add(
        desc,
        group.kinds(),
        List.of(new Argument(DNNL_ARG_SRC, x), new Argument(DNNL_ARG_DST, result)),
        result);
    lowering.define(group, result);
  }

  private static void l2Normalize(Lowering lowering, Group group, Op.L2Normalize normalize) {
    Node node = group.root();
    Value x = source(lowering, node);
    Shape joined = node.shape().with(normalize.axis(), 1);
    Value norm;
    if (joined.equals(node.shape())) {
      Value size = PointwiseOps.eltwise(lowering, "L2Normalize (size)", dnnl_eltwise_abs, 0, 0, x);
      norm =
          PointwiseOps.eltwise(
              lowering,
              "L2Normalize (norm)",
              dnnl_eltwise_clip,
              normalize.epsilon(),
              Float.MAX_VALUE,
              size);
    } else {
      norm = lowering.newValue(joined, DType.F32, x.knownLayout().like(node.shape(), joined));
      // The library bounds the sum of squares, the definition its root.
      float smallest = Math.max(Float.MIN_NORMAL, normalize.epsilon() * normalize.epsilon());
      reduce(lowering, "L2Normalize (norm)", dnnl_reduction_norm_lp_max, 2, smallest, x, norm);
    }
    Value result = lowering.newValue(node.shape(), DType.F32, x.knownLayout());
    PointwiseOps.addBinary(lowering, group, dnnl_binary_div, x, norm, result, new PostOps());
    lowering.define(group, result);
  }

  private static void reduce(Lowering lowering, Group group, Op.Reduce reduce) {
    Node node = group.root();
    Value x = source(lowering, node);
    Layout layout = x.knownLayout().like(x.shape(), node.shape());
    if (node.shape().equals(x.shape())) {
      lowering.define(group, x);
      return;
    }
    Value result = lowering.newValue(node.shape(), DType.F32, layout);
    int algorithm =
        switch (reduce.reduction()) {
          case SUM -> dnnl_reduction_sum;
          case MEAN -> dnnl_reduction_mean;
          case MAX -> dnnl_reduction_max;
        };
    reduce(lowering, group.kinds(), algorithm, 0, 0, x, result);
    lowering.define(group, result);
  }

  private static void reduce(
      Lowering lowering,
      String kinds,
      int algorithm,
      float power,
      float epsilon,
      Value x,
      Value result) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making " + kinds,
            pd ->
                dnnl_reduction_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    algorithm,
                    x.desc(),
                    result.desc(),
                    power,
                    epsilon,
                    attr));
    lowering.add(
        desc,
        kinds,
        List.of(new Argument(DNNL_ARG_SRC, x), new Argument(DNNL_ARG_DST, result)),
        result);
  }
}
