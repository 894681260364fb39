package org.mem3d.core.network;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.Backend;
import org.mem3d.spi.DeviceTensor;

/**
 * Tensors that are allocated one by one and closed together; all of them if one cannot be had, for
 * then the owner is never made.
 */
final class TensorSet implements AutoCloseable {
  private final Backend backend;
  private final List<DeviceTensor> tensors = new ArrayList<>();

  TensorSet(Backend backend) {
    this.backend = backend;
  }

  DeviceTensor allocate(int... dims) {
    try {
      DeviceTensor tensor = backend.allocate(Shape.of(dims), DType.F32);
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
