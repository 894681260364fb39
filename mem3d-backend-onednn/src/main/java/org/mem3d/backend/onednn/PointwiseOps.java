package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** Operations that treat each element alone: activations, sums, products, normalisation. */
final class PointwiseOps {
  private PointwiseOps() {}

  static void lower(Lowering lowering, Group group) {
    Op op = group.root().op();
    if (op instanceof Op.Add) {
      binary(lowering, group, dnnl_binary_add);
    } else if (op instanceof Op.Multiply) {
      binary(lowering, group, dnnl_binary_mul);
    } else if (op instanceof Op.BatchNorm batchNorm) {
      batchNorm(lowering, group, batchNorm);
    } else if (op instanceof Op.Logit logit) {
      logit(lowering, group, logit);
    } else {
      eltwise(lowering, group);
    }
  }

  /** One of the operations that oneDNN calls element-wise: its algorithm and two numbers. */
  private record Eltwise(int algorithm, float alpha, float beta) {
    static Eltwise of(Op op) {
      if (op instanceof Op.Relu) {
        return new Eltwise(dnnl_eltwise_relu, 0, 0);
      } else if (op instanceof Op.Sigmoid) {
        return new Eltwise(dnnl_eltwise_logistic, 0, 0);
      } else if (op instanceof Op.Affine affine) {
        return new Eltwise(dnnl_eltwise_linear, affine.scale(), affine.shift());
      }
      throw new IllegalArgumentException(op + " is not element-wise");
    }
  }

  /** Appends one of the operations that oneDNN calls element-wise. */
  static void appendEltwise(PostOps postOps, Op op) {
    Eltwise eltwise = Eltwise.of(op);
    postOps.eltwise(eltwise.algorithm, eltwise.alpha, eltwise.beta);
  }

  private static void eltwise(Lowering lowering, Group group) {
    Node node = group.root();
    DType dtype = lowering.dtypeOf(group);
    Value given = lowering.value(node.input(0));
    Value x = lowering.as(given, given.knownLayout(), dtype);
    Value result = lowering.newValue(node.shape(), dtype, x.knownLayout());
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    Eltwise eltwise = Eltwise.of(node.op());
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(postOps);
    dnnl_primitive_desc desc =
        lowering.primitive(
            group,
            pd ->
                dnnl_eltwise_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    eltwise.algorithm,
                    x.desc(),
                    result.desc(),
                    eltwise.alpha,
                    eltwise.beta,
                    attr));
    if (desc == null) {
      lowering.separately(group);
      return;
    }
    lowering.add(desc, group.kinds(), Argument.unary(x, result, postOps), result);
    lowering.define(group, result);
  }

  /** Adds {@code algorithm(x; alpha, beta)} as a step within an operation; returns its value. */
  static Value eltwise(
      Lowering lowering, String kinds, int algorithm, float alpha, float beta, Value x) {
    DnnlScope scope = lowering.scope();
    Value result = lowering.newValue(x.shape(), DType.F32, x.knownLayout());
    PostOps plain = new PostOps();
    dnnl_primitive_attr attr = scope.attributes(plain);
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making " + kinds,
            pd ->
                dnnl_eltwise_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    algorithm,
                    x.desc(),
                    result.desc(),
                    alpha,
                    beta,
                    attr));
    lowering.add(desc, kinds, Argument.unary(x, result, plain), result);
    return result;
  }

  private static void binary(Lowering lowering, Group group, int algorithm) {
    Node node = group.root();
    Value first = lowering.value(node.input(0));
    Value second = lowering.value(node.input(1));
    // oneDNN has fast code for one format in all places only: a sum of float32 that gave bfloat16
    // took 80 times as long. Mixed ones are computed in float32, so that nothing is rounded twice.
    DType wanted = lowering.dtypeOf(group);
    boolean alike = first.dtype() == wanted && second.dtype() == wanted;
    DType dtype = alike ? wanted : DType.F32;
    Value a = lowering.as(first, first.knownLayout(), dtype);
    Value b = lowering.as(second, a.knownLayout().like(a.shape(), second.shape()), dtype);
    Value result = lowering.newValue(node.shape(), dtype, a.knownLayout());
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    if (addBinary(lowering, group, algorithm, a, b, result, postOps)) {
      lowering.define(group, lowering.as(result, result.knownLayout(), wanted));
    } else {
      lowering.separately(group);
    }
  }

  /**
   * Adds {@code result = postOps(a algorithm b)}; returns false, having added nothing, if the
   * followers of the group are better run alone.
   */
  static boolean addBinary(
      Lowering lowering,
      Group group,
      int algorithm,
      Value a,
      Value b,
      Value result,
      PostOps postOps) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(postOps);
    dnnl_primitive_desc desc =
        lowering.primitive(
            group,
            pd ->
                dnnl_binary_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    algorithm,
                    a.desc(),
                    b.desc(),
                    result.desc(),
                    attr));
    if (desc == null) {
      return false;
    }
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(DNNL_ARG_SRC_0, a));
    arguments.add(new Argument(DNNL_ARG_SRC_1, b));
    arguments.add(new Argument(DNNL_ARG_DST, result));
    arguments.addAll(postOps.arguments());
    lowering.add(desc, group.kinds(), arguments, result);
    return true;
  }

  private static void batchNorm(Lowering lowering, Group group, Op.BatchNorm batchNorm) {
    Node node = group.root();
    DnnlScope scope = lowering.scope();
    Value x = lowering.natural(node.input(0), DType.F32);
    Value result = lowering.newValue(node.shape(), DType.F32, x.knownLayout());
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making the normalisation " + node.name(),
            pd ->
                dnnl_batch_normalization_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    x.desc(),
                    result.desc(),
                    batchNorm.epsilon(),
                    dnnl_use_global_stats | dnnl_use_scale | dnnl_use_shift,
                    attr));
    List<Argument> arguments =
        List.of(
            new Argument(DNNL_ARG_SRC, x),
            new Argument(DNNL_ARG_SCALE, lowering.natural(node.input(1), DType.F32)),
            new Argument(DNNL_ARG_SHIFT, lowering.natural(node.input(2), DType.F32)),
            new Argument(DNNL_ARG_MEAN, lowering.natural(node.input(3), DType.F32)),
            new Argument(DNNL_ARG_VARIANCE, lowering.natural(node.input(4), DType.F32)),
            new Argument(DNNL_ARG_DST, result));
    lowering.add(desc, group.kinds(), arguments, result);
    lowering.define(group, result);
  }

  /** {@code ln(p / (1 - p))}: the quotient of two primitives keeps all digits near 1. */
  private static void logit(Lowering lowering, Group group, Op.Logit logit) {
    Node node = group.root();
    Value given = lowering.value(node.input(0));
    Value x = lowering.as(given, given.knownLayout(), DType.F32);
    float low = logit.epsilon();
    float high = 1 - logit.epsilon();
    Value p = eltwise(lowering, "Logit (p)", dnnl_eltwise_clip, low, high, x);
    Value rest = eltwise(lowering, "Logit (1 - p)", dnnl_eltwise_linear, -1, 1, p);
    Value result = lowering.newValue(node.shape(), DType.F32, x.knownLayout());
    PostOps log = new PostOps().eltwise(dnnl_eltwise_log, 0, 0);
    addBinary(lowering, group, dnnl_binary_div, p, rest, result, log);
    lowering.define(group, result);
  }
}
