package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/** Makes oneDNN's objects and owns them: closing destroys them, the last one first. */
final class DnnlScope implements AutoCloseable {
  /** Makes a primitive descriptor. */
  interface Create {
    /** Returns oneDNN's status. */
    int into(dnnl_primitive_desc desc);
  }

  private final DnnlEngine engine;
  private @Nullable dnnl_stream stream;
  private final List<Runnable> destroyers = new ArrayList<>();

  DnnlScope(DnnlEngine engine) {
    this.engine = engine;
  }

  DnnlEngine engine() {
    return engine;
  }

  /** Has something done when this is closed. */
  void onClose(Runnable destroyer) {
    destroyers.add(destroyer);
  }

  /** Describes a tensor by its strides, counted in elements. */
  dnnl_memory_desc desc(Shape shape, DType dtype, Layout layout) {
    return desc(shape, Dnnl.dataType(dtype), layout);
  }

  /** Describes numbers of 8 bits that are never negative. */
  dnnl_memory_desc unsigned(Shape shape, Layout layout) {
    return desc(shape, dnnl_u8, layout);
  }

  private dnnl_memory_desc desc(Shape shape, int dataType, Layout layout) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_create_with_strides(
            desc, shape.rank(), Dnnl.dims(shape), dataType, layout.strides()),
        "describing a tensor of " + shape);
    return own(desc);
  }

  /** Describes a tensor whose layout the primitive may choose. */
  dnnl_memory_desc anyLayout(Shape shape, DType dtype) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    Dnnl.check(
        dnnl_memory_desc_create_with_tag(
            desc, shape.rank(), Dnnl.dims(shape), Dnnl.dataType(dtype), dnnl_format_tag_any),
        "describing a tensor of " + shape);
    return own(desc);
  }

  /** Copies a description that a primitive owns. */
  dnnl_memory_desc copy(dnnl_memory_desc original) {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    Dnnl.check(dnnl_memory_desc_clone(desc, original), "copying a description");
    return own(desc);
  }

  private dnnl_memory_desc own(dnnl_memory_desc desc) {
    onClose(() -> dnnl_memory_desc_destroy(desc));
    return desc;
  }

  /** Makes attributes: scratchpads given by the caller, and what is applied to the result. */
  dnnl_primitive_attr attributes(PostOps postOps) {
    dnnl_primitive_attr attr = new dnnl_primitive_attr();
    Dnnl.check(dnnl_primitive_attr_create(attr), "making attributes");
    onClose(() -> dnnl_primitive_attr_destroy(attr));
    Dnnl.check(
        dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user),
        "setting the scratchpad mode");
    if (!postOps.isEmpty()) {
      dnnl_post_ops chain = new dnnl_post_ops();
      Dnnl.check(dnnl_post_ops_create(chain), "making post-operations");
      onClose(() -> dnnl_post_ops_destroy(chain));
      postOps.appendTo(chain);
      Dnnl.check(dnnl_primitive_attr_set_post_ops(attr, chain), "setting post-operations");
    }
    return attr;
  }

  /**
   * Says that a scale is passed for an argument.
   *
   * @param mask the axes along which it differs, as bits
   */
  void scale(dnnl_primitive_attr attr, int argument, int mask) {
    Dnnl.check(dnnl_primitive_attr_set_scales_mask(attr, argument, mask), "setting a scale");
  }

  /** Takes over a primitive descriptor. */
  dnnl_primitive_desc own(dnnl_primitive_desc primitive) {
    onClose(() -> dnnl_primitive_desc_destroy(primitive));
    return primitive;
  }

  /**
   * Makes a descriptor of the first of the library's implementations, best first, whose name is
   * wanted; null if there is none.
   */
  @Nullable dnnl_primitive_desc kernel(Create create, Predicate<String> wanted) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    if (create.into(desc) != dnnl_success) {
      return null;
    }
    own(desc);
    while (!wanted.test(Dnnl.implementation(desc))) {
      if (dnnl_primitive_desc_next_impl(desc) != dnnl_success) {
        return null;
      }
    }
    return desc;
  }

  /** Makes the code of a primitive. */
  dnnl_primitive primitive(dnnl_primitive_desc desc) {
    dnnl_primitive primitive = new dnnl_primitive();
    Dnnl.check(dnnl_primitive_create(primitive, desc), "making a primitive");
    onClose(() -> dnnl_primitive_destroy(primitive));
    return primitive;
  }

  /** Makes a memory object over memory owned elsewhere. */
  dnnl_memory memory(dnnl_memory_desc desc, Address address) {
    dnnl_memory memory = new dnnl_memory();
    Dnnl.check(dnnl_memory_create(memory, desc, engine.engine(), address), "making a memory");
    onClose(() -> dnnl_memory_destroy(memory));
    return memory;
  }

  /** Returns the stream of this scope, on which primitives run one after the other. */
  dnnl_stream stream() {
    if (stream == null) {
      dnnl_stream made = new dnnl_stream();
      Dnnl.check(
          dnnl_stream_create(made, engine.engine(), dnnl_stream_in_order), "making a stream");
      onClose(() -> dnnl_stream_destroy(made));
      stream = made;
    }
    return stream;
  }

  /** Makes an array of arguments. */
  dnnl_exec_arg_t arguments(int count) {
    dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(count);
    onClose(arguments::deallocate);
    return arguments;
  }

  @Override
  public void close() {
    for (int i = destroyers.size() - 1; i >= 0; i--) {
      destroyers.get(i).run();
    }
    destroyers.clear();
  }
}
