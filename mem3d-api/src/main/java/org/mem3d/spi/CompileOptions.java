package org.mem3d.spi;

import java.util.Set;
import org.mem3d.graph.DType;

/**
 * How a graph is to be compiled. Immutable.
 *
 * @param precision the format in which convolutions and products compute; sums, softmax and, unless
 *     named in {@code held}, everything at the graph's boundary stay float32
 * @param held names of inputs and outputs whose tensors are held in {@code precision} too: what one
 *     graph leaves for another need not be float32 in between. Names that a graph has not mean
 *     nothing, so that graphs which hand each other tensors can share their options
 */
public record CompileOptions(DType precision, Set<String> held) {
  /** Float32 throughout. */
  public static final CompileOptions F32 = new CompileOptions(DType.F32);

  /** Copies the names. */
  public CompileOptions {
    held = Set.copyOf(held);
  }

  /** Makes options with float32 at the boundary. */
  public CompileOptions(DType precision) {
    this(precision, Set.of());
  }

  /**
   * Returns these options with some tensors held in the precision, if the backend {@linkplain
   * Backend#holds holds} tensors in it; otherwise these options.
   */
  public CompileOptions holding(Set<String> names, Backend backend) {
    return backend.holds(precision) ? new CompileOptions(precision, names) : this;
  }

  /** Returns the format of the tensor of an input or output. */
  public DType format(String name) {
    return held.contains(name) ? precision : DType.F32;
  }
}
