package org.mem3d.core.network;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.DeviceTensor;

/**
 * Tensors at the boundaries of graphs, allocated one by one and closed together; all of them if one
 * cannot be had, for then the owner is never made.
 */
final class TensorSet implements AutoCloseable {
  private final Backend backend;
  private final CompileOptions options;
  private final List<DeviceTensor> tensors = new ArrayList<>();

  /**
   * @param options with which the graphs are compiled, which say in what format a tensor is held
   */
  TensorSet(Backend backend, CompileOptions options) {
    this.backend = backend;
    this.options = options;
  }

  /**
   * Allocates a tensor.
   *
   * @param name under which a graph takes it or hands it out
   */
  DeviceTensor allocate(String name, int... dims) {
    try {
      DeviceTensor tensor = backend.allocate(Shape.of(dims), options.format(name));
      tensors.add(tensor);
      return tensor;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  long bytes() {
    return tensors.stream().mapToLong(DeviceTensor::bytes).sum();
  }

  @Override
  public void close() {
    tensors.forEach(DeviceTensor::close);
    tensors.clear();
  }
}
