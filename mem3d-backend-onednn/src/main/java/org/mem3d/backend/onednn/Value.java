package org.mem3d.backend.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/**
 * A tensor of a graph as it lies in memory. Several values may lie in one storage: views of each
 * other.
 *
 * @param layout null for weights in a layout of the library's own
 * @param offset where in the storage it begins, in bytes
 */
record Value(
    Storage storage,
    Shape shape,
    DType dtype,
    @Nullable Layout layout,
    dnnl_memory_desc desc,
    long offset) {
  /** A value at the beginning of its storage. */
  Value(Storage storage, Shape shape, DType dtype, @Nullable Layout layout, dnnl_memory_desc desc) {
    this(storage, shape, dtype, layout, desc, 0);
  }

  boolean constant() {
    return storage.kind() == Storage.Kind.CONSTANT;
  }

  /** The layout of a value that is not packed weights. */
  Layout knownLayout() {
    if (layout == null) {
      throw new IllegalStateException("packed weights have no plain layout");
    }
    return layout;
  }
}
