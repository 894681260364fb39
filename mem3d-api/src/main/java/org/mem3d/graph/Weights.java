package org.mem3d.graph;

import java.util.Set;

/**
 * The values of a graph's parameters by name. Implementations are immutable as seen from here and
 * safe to read from several threads.
 */
public interface Weights {
  /** Returns the names of all tensors. */
  Set<String> names();

  /**
   * Returns the shape of one tensor.
   *
   * @throws GraphException if there is no tensor of that name
   */
  Shape shape(String name);

  /**
   * Returns the values of one tensor, row by row. The array may be shared: the caller must not
   * change it, and should not keep it (an implementation may decode it anew at each call).
   *
   * @throws GraphException if there is no tensor of that name
   */
  float[] values(String name);
}
