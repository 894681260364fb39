package org.mem3d.spi;

import java.util.List;
import org.mem3d.Transfers;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * An open backend: compiles graphs and allocates tensors on its device. Thread-safe, though what it
 * makes is not. Owns nothing that it handed out: tensors and compiled graphs are closed by whoever
 * asked for them, before the backend.
 */
public interface Backend extends AutoCloseable {
  /** Returns what this backend is and runs on. */
  BackendDescription describe();

  /**
   * Says whether a node can be compiled at a precision. Every backend supports every operation in
   * {@link DType#F32}.
   */
  boolean supports(Node node, DType precision);

  /**
   * Returns the precision in which this backend computes convolutions and products fastest on this
   * device; every node that it supports in {@link DType#F32} it supports in this one too. The same
   * at each call.
   */
  default DType preferredPrecision() {
    return DType.F32;
  }

  /**
   * Says whether tensors of a format can be inputs and outputs of graphs whose options {@linkplain
   * CompileOptions#lowPrecisionTensors name} them. Float32 is always supported. The same at each
   * call.
   */
  default boolean supportsStorage(DType format) {
    return format == DType.F32;
  }

  /**
   * Compiles a graph, copying the weights that it needs.
   *
   * @throws BackendException if a node is not supported, the message names it; or if the options
   *     name tensors of a format that this backend does not {@linkplain #supportsStorage store}
   * @throws org.mem3d.graph.GraphException if a weight is missing or of another shape
   * @throws DeviceException if the device's memory is full or the device fails, as from every call
   *     that computes or copies
   */
  CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options);

  /** Allocates a tensor of zeros, owned by the caller. */
  DeviceTensor allocate(Shape shape, DType dtype);

  /**
   * Copies rows of several tensors out. Returns when all are in their arrays. A backend whose
   * device computes on while the program goes on waits for it once, not once for each tensor.
   *
   * @throws BackendException if a tensor is closed or of another backend
   */
  default void copyOut(List<CopyOut> copies) {
    copies.forEach(CopyOut::run);
  }

  /** Returns the bytes that open tensors and compiled graphs of this backend hold now. */
  long allocatedBytes();

  /**
   * Returns how many bytes may still be allocated, as far as the device tells; {@link
   * Long#MAX_VALUE} where the device has no memory of its own.
   */
  default long freeBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Returns the bytes copied to and from the device since the backend was opened: weights of
   * compiled graphs, and what {@link DeviceTensor#write}, {@link DeviceTensor#read} and {@link
   * #copyOut} were asked to copy; not rows copied between tensors, nor what a library moves
   * besides. {@link Transfers#NONE} where the device has no memory of its own, unless the backend
   * counts there too. May be asked of a closed backend.
   */
  default Transfers transfers() {
    return Transfers.NONE;
  }

  /** Releases the device. Harmless when repeated; anything used afterwards throws. */
  @Override
  void close();
}
