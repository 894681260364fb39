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
 */
record Value(
    Storage storage, Shape shape, DType dtype, @Nullable Layout layout, dnnl_memory_desc desc) {

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
