package org.mem3d.backend.nd4j;

import org.mem3d.graph.Shape;

/** A node's result while a graph is compiled: where it lies, its logical shape, its layout. */
record Value(Storage storage, Shape shape, Layout layout) {
  long[] dims() {
    return layout.dims(shape);
  }

  Instruction.Operand operand() {
    return new Instruction.Operand(storage, dims());
  }

  /** Returns the extents around a physical position joined: outside, there, inside. */
  long[] around(int position) {
    long[] dims = dims();
    long[] joined = {1, dims[position], 1};
    for (int i = 0; i < dims.length; i++) {
      if (i != position) {
        joined[i < position ? 0 : 2] *= dims[i];
      }
    }
    return joined;
  }
}
