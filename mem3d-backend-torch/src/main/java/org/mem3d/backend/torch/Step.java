package org.mem3d.backend.torch;

import org.bytedeco.pytorch.Tensor;

/** One node's computation. */
interface Step {
  /**
   * Computes the node's value.
   *
   * @param inputs the values that it reads; not modified, but for a batch norm's statistics
   */
  Tensor apply(Tensor[] inputs, Statistics statistics);
}
