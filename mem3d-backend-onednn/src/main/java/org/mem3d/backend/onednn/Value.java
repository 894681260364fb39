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
 * @param scale what 1 stands for where it is held in 8 bits; 1 in other formats
 */
record Value(
    Storage storage,
    Shape shape,
    DType dtype,
    @Nullable Layout layout,
    dnnl_memory_desc desc,
    long offset,
    float scale) {
  /** A value of floats, or of numbers that stand for themselves. */
  Value(
      Storage storage,
      Shape shape,
      DType dtype,
      @Nullable Layout layout,
      dnnl_memory_desc desc,
      long offset) {
    this(storage, shape, dtype, layout, desc, offset, 1);
  }

  /** A value at the beginning of its storage. */
  Value(Storage storage, Shape shape, DType dtype, @Nullable Layout layout, dnnl_memory_desc desc) {
    this(storage, shape, dtype, layout, desc, 0);
  }

  /** The same bytes, described otherwise. */
  Value described(Shape otherShape, dnnl_memory_desc other) {
    return new Value(storage, otherShape, dtype, layout, other, offset, scale);
  }

  /** Returns the address where it begins. */
  long begin() {
    return storage.address().address() + offset;
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
