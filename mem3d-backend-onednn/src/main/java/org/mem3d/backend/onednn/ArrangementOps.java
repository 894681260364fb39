package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Operations that move elements and compute nothing; most only see the same memory otherwise. */
final class ArrangementOps {
  private ArrangementOps() {}

  static void lower(Lowering lowering, Group group) {
    Op op = group.root().op();
    if (op instanceof Op.Reshape) {
      reshape(lowering, group);
    } else if (op instanceof Op.Transpose transpose) {
      transpose(lowering, group, transpose);
    } else if (op instanceof Op.Slice slice) {
      slice(lowering, group, slice);
    } else {
      concat(lowering, group, (Op.Concat) op);
    }
  }

  private static void reshape(Lowering lowering, Group group) {
    Node node = group.root();
    Value x = lowering.value(node.input(0));
    Layout layout = x.knownLayout().reshaped(x.shape(), node.shape());
    if (layout == null) {
      x = lowering.as(x, Layout.rowMajor(x.shape()), x.dtype());
      layout = Layout.rowMajor(node.shape());
    }
    lowering.define(group, lowering.view(x.storage(), node.shape(), x.dtype(), layout));
  }

  private static void transpose(Lowering lowering, Group group, Op.Transpose transpose) {
    Node node = group.root();
    Value x = lowering.value(node.input(0));
    Layout layout = x.knownLayout().transposed(transpose.order());
    lowering.define(group, lowering.view(x.storage(), node.shape(), x.dtype(), layout));
  }

  private static void slice(Lowering lowering, Group group, Op.Slice slice) {
    Node node = group.root();
    Value x = lowering.value(node.input(0));
    Layout layout = x.knownLayout().like(x.shape(), node.shape());
    Value result = lowering.newValue(node.shape(), lowering.dtypeOf(group), layout);
    lowering.addCopy(part(lowering, x, node.shape(), slice.axis(), slice.begin()), result);
    lowering.define(group, result);
  }

  /** Copies each part to its place, changing its format on the way. */
  private static void concat(Lowering lowering, Group group, Op.Concat concat) {
    Node node = group.root();
    Value result = lowering.newResult(group, layoutOf(lowering, node));
    int begin = 0;
    for (Node input : node.inputs()) {
      Value place = part(lowering, result, input.shape(), concat.axis(), begin);
      lowering.addCopy(lowering.value(input), place);
      begin += input.shape().dim(concat.axis());
    }
    lowering.define(group, result);
  }

  /** Sees the part of a tensor that begins at an index of one axis. */
  private static Value part(Lowering lowering, Value whole, Shape shape, int axis, int begin) {
    long[] offsets = new long[shape.rank()];
    offsets[axis] = begin;
    dnnl_memory_desc desc = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_create_submemory(desc, whole.desc(), Dnnl.dims(shape), offsets),
        "describing a part of " + whole.shape());
    lowering.scope().onClose(() -> dnnl_memory_desc_destroy(desc));
    return whole.described(shape, desc);
  }

  /** Images lie channels-last; other tensors as the first of the parts. */
  private static Layout layoutOf(Lowering lowering, Node node) {
    if (node.shape().rank() == 4) {
      return Layout.natural(node.shape());
    }
    Value first = lowering.value(node.input(0));
    return first.knownLayout().like(first.shape(), node.shape());
  }
}
