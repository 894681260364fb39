package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** Pooling and resizing of images. */
final class ImageOps {
  private ImageOps() {}

  static void lower(Lowering lowering, Group group) {
    Op op = group.root().op();
    if (op instanceof Op.Resize resize) {
      resize(lowering, group, resize);
    } else if (op instanceof Op.MaxPool pool) {
      pool(lowering, group, dnnl_pooling_max, pool.kernel(), pool.stride(), pool.padding());
    } else if (op instanceof Op.AveragePool pool) {
      pool(lowering, group, dnnl_pooling_avg_exclude_padding, pool.kernel(), pool.stride(), 0);
    } else {
      HostImageKernels.lowerAdaptivePool(lowering, group);
    }
  }

  private static void pool(
      Lowering lowering, Group group, int algorithm, int kernel, int stride, int padding) {
    Value x = lowering.natural(group.root().input(0), lowering.dtypeOf(group));
    long[] strides = {stride, stride};
    long[] kernels = {kernel, kernel};
    pool(lowering, group, algorithm, x, strides, kernels, padding);
  }

  /** Pools each channel of each image to one value. */
  static void poolWhole(Lowering lowering, Group group, int algorithm, Value x) {
    long[] kernels = {x.shape().dim(2), x.shape().dim(3)};
    pool(lowering, group, algorithm, x, new long[] {1, 1}, kernels, 0);
  }

  private static void pool(
      Lowering lowering,
      Group group,
      int algorithm,
      Value x,
      long[] strides,
      long[] kernels,
      int padding) {
    Node node = group.root();
    DnnlScope scope = lowering.scope();
    Value result = lowering.newValue(node.shape(), x.dtype(), Layout.natural(node.shape()));
    PostOps plain = new PostOps();
    dnnl_primitive_desc desc =
        lowering.primitive(
            "making " + group.kinds() + " " + node.name(),
            pooling(scope, algorithm, x.desc(), result.desc(), strides, kernels, padding));
    lowering.add(desc, group.kinds(), Argument.unary(x, result, plain), result);
    lowering.define(group, result);
  }

  /** Returns what makes a pooling of the library. */
  static DnnlScope.Create pooling(
      DnnlScope scope,
      int algorithm,
      dnnl_memory_desc image,
      dnnl_memory_desc result,
      long[] strides,
      long[] kernels,
      int padding) {
    long[] paddings = {padding, padding};
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    return pd ->
        dnnl_pooling_forward_primitive_desc_create(
            pd,
            scope.engine().engine(),
            dnnl_forward_inference,
            algorithm,
            image,
            result,
            strides,
            kernels,
            new long[2],
            paddings,
            paddings,
            attr);
  }

  private static void resize(Lowering lowering, Group group, Op.Resize resize) {
    Node node = group.root();
    if (PlaneResize.fits(node)) {
      if (!PlaneResize.lower(lowering, group, resize)) {
        lowering.separately(group);
      }
      return;
    }
    if (!known(resize, node)) {
      if (group.followers().isEmpty()) {
        HostImageKernels.lowerResize(lowering, group, resize);
      } else {
        lowering.separately(group);
      }
      return;
    }
    DnnlScope scope = lowering.scope();
    Value given = lowering.value(node.input(0));
    Value x = lowering.natural(node.input(0), given.dtype());
    Value result = lowering.newResult(group, Layout.natural(node.shape()));
    PostOps postOps = lowering.postOps(group, result.knownLayout());
    dnnl_primitive_attr attr = scope.attributes(postOps);
    dnnl_primitive_desc desc =
        lowering.primitive(
            group,
            pd ->
                dnnl_resampling_forward_primitive_desc_create(
                    pd,
                    scope.engine().engine(),
                    dnnl_forward_inference,
                    resize.bilinear() ? dnnl_resampling_linear : dnnl_resampling_nearest,
                    (float[]) null,
                    x.desc(),
                    result.desc(),
                    attr));
    if (desc == null) {
      lowering.separately(group);
      return;
    }
    lowering.add(desc, group.kinds(), Argument.unary(x, result, postOps), result);
    lowering.define(group, result);
  }

  /**
   * oneDNN has no aligned corners, and takes the nearest centre where the definition rounds down.
   */
  static boolean known(Op.Resize resize, Node node) {
    boolean wholeFactor =
        resize.height() % node.input(0).shape().dim(2) == 0
            && resize.width() % node.input(0).shape().dim(3) == 0;
    return !resize.alignCorners() && (resize.bilinear() || wholeFactor);
  }
}
