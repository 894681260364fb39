package org.mem3d.backend.gpu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.CopyOut;
import org.mem3d.spi.DeviceException;
import org.mem3d.spi.DeviceException.Fault;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.ForwardingBackend;
import org.mem3d.spi.ForwardingGraph;
import org.mem3d.spi.ForwardingTensor;

/**
 * A backend on a CUDA device whose faults are told from others: they become {@link
 * DeviceException}s. Thread-safe, as the backend inside is.
 *
 * <p>Once the device is lost, nothing is asked of the libraries any more, not even to release what
 * they hold: their calls on a dead context may end the process.
 */
public final class GuardedBackend extends ForwardingBackend {
  private final LongSupplier free;
  private volatile boolean lost;

  /**
   * Wraps a backend, which is closed with this.
   *
   * @param free the bytes of the device that are free now
   */
  public GuardedBackend(Backend inside, LongSupplier free) {
    super(inside);
    this.free = free;
  }

  private <T> T guarded(String what, Supplier<T> call) {
    if (lost) {
      throw new DeviceException(
          Fault.LOST, inside.describe().name() + ": the device was lost before; " + what);
    }
    try {
      return call.get();
    } catch (RuntimeException e) {
      Fault fault = CudaFaults.read(e);
      if (fault == null) {
        throw e;
      }
      lost |= fault == Fault.LOST;
      throw new DeviceException(
          fault,
          inside.describe().name()
              + (fault == Fault.LOST ? ": the device failed to " : ": no device memory to ")
              + what
              + ": "
              + firstLine(e),
          e);
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  private void guarded(String what, Runnable call) {
    Supplier<Boolean> done =
        () -> {
          call.run();
          return true;
        };
    guarded(what, done);
  }

  private void release(AutoCloseable owned) {
    if (lost) {
      return;
    }
    try {
      guarded(
          "release memory",
          () -> {
            try {
              owned.close();
            } catch (RuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
    } catch (DeviceException e) {
      // Known from now on, and told by the next call that computes.
      lost |= e.fault() == Fault.LOST;
    }
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    return new Guarded(
        guarded(
            "compile graph '" + graph.name() + "'", () -> inside.compile(graph, weights, options)));
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    return new Tensor(
        guarded("allocate a tensor of " + shape, () -> inside.allocate(shape, dtype)));
  }

  @Override
  public void copyOut(List<CopyOut> copies) {
    guarded(
        "copy out",
        () ->
            inside.copyOut(copies.stream().map(copy -> copy.from(inner(copy.source()))).toList()));
  }

  @Override
  public long allocatedBytes() {
    return lost ? 0 : inside.allocatedBytes();
  }

  @Override
  public long freeBytes() {
    return guarded("tell its free memory", free::getAsLong);
  }

  @Override
  public void close() {
    release(inside);
  }

  private static DeviceTensor inner(DeviceTensor tensor) {
    return tensor instanceof Tensor guarded ? guarded.computing() : tensor;
  }

  private static Map<String, DeviceTensor> inner(Map<String, DeviceTensor> tensors) {
    Map<String, DeviceTensor> inner = new HashMap<>();
    tensors.forEach((name, tensor) -> inner.put(name, inner(tensor)));
    return inner;
  }

  private final class Guarded extends ForwardingGraph {
    Guarded(CompiledGraph inside) {
      super(inside);
    }

    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
      guarded(
          "run graph '" + graph().name() + "'", () -> inside.run(inner(inputs), inner(outputs)));
    }

    @Override
    public void close() {
      release(inside);
    }
  }

  private final class Tensor extends ForwardingTensor {
    Tensor(DeviceTensor inside) {
      super(inside);
    }

    DeviceTensor computing() {
      return inside;
    }

    @Override
    public void write(float[] source, int offset, int row, int rows) {
      guarded("copy in", () -> inside.write(source, offset, row, rows));
    }

    @Override
    public void read(float[] target, int offset, int row, int rows) {
      guarded("copy out", () -> inside.read(target, offset, row, rows));
    }

    @Override
    public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
      guarded("copy rows", () -> inside.copyRows(inner(source), sourceRow, row, rows));
    }

    @Override
    public void close() {
      release(inside);
    }
  }
}
