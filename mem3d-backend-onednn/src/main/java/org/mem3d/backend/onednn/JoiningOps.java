package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Set;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** Operations that look along axes: softmax, normalisation, sums, selections. All in float32. */
final class JoiningOps {
  private JoiningOps() {}

  static void lower(Lowering lowering, Group group) {
    Op op = group.root().op();
    if (op instanceof Op.Softmax softmax) {
      softmax(lowering, group, softmax);
    } else if (op instanceof Op.Reduce reduce) {
      reduce(lowering, group, reduce);
    } else {
      HostAxisKernels.lower(lowering, group);
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
    PostOps plain = new PostOps();
    dnnl_primitive_attr attr = scope.attributes(plain);
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
    lowering.add(desc, group.kinds(), Argument.unary(x, result, plain), result);
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
    if (overImages(reduce, x)) {
      int algorithm =
          reduce.reduction() == Op.Reduction.MAX
              ? dnnl_pooling_max
              : dnnl_pooling_avg_exclude_padding;
      ImageOps.poolWhole(lowering, group, algorithm, x);
      return;
    }
    Value result = lowering.newValue(node.shape(), DType.F32, layout);
    int algorithm =
        switch (reduce.reduction()) {
          case SUM -> dnnl_reduction_sum;
          case MEAN -> dnnl_reduction_mean;
          case MAX -> dnnl_reduction_max;
        };
    DnnlScope scope = lowering.scope();
    PostOps plain = new PostOps();
    dnnl_primitive_attr attr = scope.attributes(plain);
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making " + group.kinds() + " " + node.name(),
            pd ->
                dnnl_reduction_primitive_desc_create(
                    pd, scope.engine().engine(), algorithm, x.desc(), result.desc(), 0, 0, attr));
    lowering.add(desc, group.kinds(), Argument.unary(x, result, plain), result);
    lowering.define(group, result);
  }

  /** Whether whole channels of images are joined, which pooling has fast code for. */
  private static boolean overImages(Op.Reduce reduce, Value x) {
    return reduce.reduction() != Op.Reduction.SUM
        && x.shape().rank() == 4
        && Set.copyOf(reduce.axes()).equals(Set.of(2, 3))
        && x.knownLayout().sameAs(Layout.natural(x.shape()), x.shape());
  }
}
