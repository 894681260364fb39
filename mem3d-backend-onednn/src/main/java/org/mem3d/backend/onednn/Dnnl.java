package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.BackendException;

/** The small change of oneDNN's C interface: status codes, number formats, queries. */
final class Dnnl {
  private Dnnl() {}

  /**
   * Turns a status into an exception.
   *
   * @param doing what was tried, for the message
   */
  static void check(int status, String doing) {
    if (status != dnnl_success) {
      throw new BackendException(
          "onednn: "
              + doing
              + " failed: "
              + (status == dnnl_unimplemented ? "not implemented" : "status " + status)
              + "; ONEDNN_VERBOSE=all in the environment makes the library say why");
    }
  }

  static int dataType(DType dtype) {
    return switch (dtype) {
      case F32 -> dnnl.dnnl_f32;
      case BF16 -> dnnl.dnnl_bf16;
      case F16 -> dnnl.dnnl_f16;
      case I8 -> dnnl.dnnl_s8;
    };
  }

  static long[] dims(Shape shape) {
    long[] dims = new long[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i);
    }
    return dims;
  }

  /** Returns the name of the implementation that the library chose. */
  static String implementation(dnnl_primitive_desc primitive) {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      check(
          dnnl_primitive_desc_query(primitive, dnnl_query_impl_info_str, 0, text),
          "asking for the implementation");
      return new BytePointer(text.get()).getString();
    }
  }

  /** Whether the library has but its slow, general code for a primitive. */
  static boolean isReference(dnnl_primitive_desc primitive) {
    return implementation(primitive).contains("ref");
  }

  /** Returns the bytes of working memory that the primitive wants. */
  static long scratchpadBytes(dnnl_primitive_desc primitive) {
    return dnnl_memory_desc_get_size(
        dnnl_primitive_desc_query_md(primitive, dnnl_query_scratchpad_md, 0));
  }
}
