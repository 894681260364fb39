package org.mem3d.spi;

import java.util.Set;
import org.mem3d.graph.DType;

/**
 * How a graph is to be compiled. Immutable.
 *
 * @param precision the format in which convolutions and products compute; sums, softmax and all
 *     inputs and outputs that {@code lowPrecisionTensors} does not name stay float32
 * @param lowPrecisionTensors names of inputs and outputs whose tensors are stored in {@code
 *     precision} too, so that what one graph writes for another is not converted in between. Names
 *     that a graph does not have are ignored: graphs that share tensors can share their options
 */
public record CompileOptions(DType precision, Set<String> lowPrecisionTensors) {
  /** Float32 throughout. */
  public static final CompileOptions F32 = new CompileOptions(DType.F32);

  /** Copies the names. */
  public CompileOptions {
    lowPrecisionTensors = Set.copyOf(lowPrecisionTensors);
  }

  /** Makes options with float32 inputs and outputs. */
  public CompileOptions(DType precision) {
    this(precision, Set.of());
  }

  /**
   * Returns these options with some tensors stored in the precision, if the backend {@linkplain
   * Backend#supportsStorage supports} that; otherwise these options.
   */
  public CompileOptions withLowPrecisionTensors(Set<String> names, Backend backend) {
    return backend.supportsStorage(precision) ? new CompileOptions(precision, names) : this;
  }

  /** Returns the format of the tensor of an input or output. */
  public DType format(String name) {
    return lowPrecisionTensors.contains(name) ? precision : DType.F32;
  }
}
