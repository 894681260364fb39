package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
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
    DnnlScope scope = lowering.scope();
    Value x = lowering.value(node.input(0));
    long[] offsets = new long[x.shape().rank()];
    offsets[slice.axis()] = slice.begin();
    dnnl_memory_desc part = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_create_submemory(part, x.desc(), Dnnl.dims(node.shape()), offsets),
        "describing the slice " + node.name());
    scope.onClose(() -> dnnl_memory_desc_destroy(part));
    Value source = new Value(x.storage(), node.shape(), x.dtype(), x.knownLayout(), part);
    Layout layout = x.knownLayout().like(x.shape(), node.shape());
    Value result = lowering.newValue(node.shape(), lowering.dtypeOf(group), layout);
    lowering.addCopy(source, result);
    lowering.define(group, result);
  }

  private static void concat(Lowering lowering, Group group, Op.Concat concat) {
    Node node = group.root();
    DnnlScope scope = lowering.scope();
    DType dtype = lowering.dtypeOf(group);
    Layout layout = layoutOf(lowering, node);
    Value result = lowering.newValue(node.shape(), dtype, layout);
    List<Value> parts = new ArrayList<>();
    List<Argument> arguments = new ArrayList<>();
    for (Node input : node.inputs()) {
      Shape shape = input.shape();
      Value part = lowering.as(input, layout.like(node.shape(), shape), dtype);
      arguments.add(new Argument(DNNL_ARG_MULTIPLE_SRC + parts.size(), part));
      parts.add(part);
    }
    arguments.add(new Argument(DNNL_ARG_DST, result));
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc;
    try (PointerPointer<dnnl_memory_desc> descs = new PointerPointer<>(parts.size());
        PointerPointer<dnnl_primitive_desc> made = new PointerPointer<>(1)) {
      for (int i = 0; i < parts.size(); i++) {
        descs.put(i, parts.get(i).desc());
      }
      Dnnl.check(
          dnnl_concat_primitive_desc_create(
              made,
              scope.engine().engine(),
              result.desc(),
              parts.size(),
              concat.axis(),
              descs,
              attr),
          "making the concatenation " + node.name());
      desc = scope.own(new dnnl_primitive_desc(made.get()));
    }
    lowering.add(desc, group.kinds(), arguments, result);
    lowering.define(group, result);
  }

  /** Images lie channels-last; other tensors as the first of the parts. */
  private static Layout layoutOf(Lowering lowering, Node node) {
    if (node.shape().rank() == 4) {
      return Layout.natural(node.shape());
    }
    @Nullable Value first = lowering.value(node.input(0));
    return first.knownLayout().like(first.shape(), node.shape());
  }
}
