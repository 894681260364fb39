package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/** Values in another layout or format than they were made in; each is made once at most. */
final class Conversions {
  private record Key(
      Storage storage, long offset, Shape shape, List<Long> strides, DType dtype, float scale) {
    static Key of(Value value, Layout layout, DType dtype, float scale) {
      List<Long> strides = Arrays.stream(layout.strides()).boxed().toList();
      return new Key(value.storage(), value.offset(), value.shape(), strides, dtype, scale);
    }
  }

  private final Lowering lowering;
  private final Map<Key, Value> known = new HashMap<>();

  Conversions(Lowering lowering) {
    this.lowering = lowering;
  }

  /** Returns a value in the layout and format that a step wants. */
  Value as(Value value, Layout layout, DType dtype) {
    Shape shape = value.shape();
    if (value.dtype() == dtype && value.knownLayout().sameAs(layout, shape)) {
      return Arrays.equals(value.knownLayout().strides(), layout.strides())
          ? value
          : new Value(
              value.storage(),
              shape,
              dtype,
              layout,
              lowering.scope().desc(shape, dtype, layout),
              value.offset(),
              value.scale());
    }
    return dtype == DType.I8
        ? rounded(value, layout, value.scale())
        : converted(
            value, Key.of(value, layout, dtype, 1), () -> lowering.newValue(shape, dtype, layout));
  }

  /** Returns a value in 8 bits. */
  Value rounded(Value value, Layout layout, float scale) {
    return converted(
        value,
        Key.of(value, layout, DType.I8, scale),
        () -> lowering.newRounded(value.shape(), layout, scale));
  }

  private Value converted(Value value, Key key, Supplier<Value> place) {
    Value made = known.get(key);
    if (made == null) {
      made = place.get();
      copy(value, made);
      known.put(key, made);
    }
    return made;
  }

  /** Returns weights in a layout of the library's own. */
  Value packed(Value plain, dnnl_memory_desc wanted) {
    dnnl_memory_desc desc = lowering.scope().copy(wanted);
    if (dnnl_memory_desc_equal(plain.desc(), desc) == 1) {
      return plain;
    }
    Storage storage = new Storage(Storage.Kind.ARENA, dnnl_memory_desc_get_size(desc));
    Value result = new Value(storage, plain.shape(), plain.dtype(), null, desc);
    copy(plain, result);
    return result;
  }

  /** Adds a copy into another layout or format, or of or into part of a tensor. */
  void copy(Value from, Value to) {
    DnnlScope scope = lowering.scope();
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(DNNL_ARG_FROM, from));
    arguments.add(new Argument(DNNL_ARG_TO, to));
    if (from.scale() != to.scale()) {
      lowering.scale(attr, DNNL_ARG_FROM, from.scale(), arguments);
      lowering.scale(attr, DNNL_ARG_TO, to.scale(), arguments);
    }
    dnnl_primitive_desc desc =
        lowering.primitive(
            "reordering a tensor of " + from.shape(),
            pd ->
                dnnl_reorder_primitive_desc_create(
                    pd,
                    from.desc(),
                    scope.engine().engine(),
                    to.desc(),
                    scope.engine().engine(),
                    attr));
    String detail =
        "reorder "
            + from.dtype()
            + " "
            + Lowering.name(from)
            + " -> "
            + to.dtype()
            + " "
            + Lowering.name(to);
    lowering.add(desc, detail, arguments, List.of(to));
  }

  /** Forgets what was converted from or to constants that no step needs any more. */
  void keepOnly(Set<Storage> needed) {
    known
        .entrySet()
        .removeIf(
            entry ->
                entry.getKey().storage().kind() == Storage.Kind.CONSTANT
                    && !(needed.contains(entry.getKey().storage())
                        && needed.contains(entry.getValue().storage())));
  }
}
