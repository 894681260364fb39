package org.mem3d.backend.nd4j;

import java.util.concurrent.atomic.AtomicLong;
import org.mem3d.Transfers;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.TransferCount;

/**
 * Graphs in float32 on whatever device ND4J is bound to in this process. Thread-safe; opened by the
 * provider of a device.
 */
public final class Nd4jBackend implements Backend {
  private final Nd4jDevice device;
  private final AtomicLong allocated = new AtomicLong();
  private final TransferCount copied = new TransferCount();
  private volatile boolean closed;

  /** Opens the executor on a device; ND4J must be loaded and bound to it. */
  public Nd4jBackend(Nd4jDevice device) {
    this.device = device;
  }

  Nd4jDevice device() {
    return device;
  }

  @Override
  public BackendDescription describe() {
    return device.description();
  }

  /** Returns whether the precision is float32: ND4J's bfloat16 has no fast kernels. */
  @Override
  public boolean supports(Node node, DType precision) {
    return precision == DType.F32;
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    requireOpen();
    for (Node node : graph.nodes()) {
      if (!supports(node, options.precision())) {
        throw new BackendException(
            device.description().name()
                + " cannot compute node '"
                + node.name()
                + "' of graph '"
                + graph.name()
                + "' in "
                + options.precision()
                + ": compile it in F32");
      }
    }
    Nd4jGraph compiled = new Nd4jGraph(this, graph, weights);
    allocated.addAndGet(compiled.bytes());
    copied.toDevice(compiled.constantBytes());
    return compiled;
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    requireOpen();
    if (dtype != DType.F32) {
      throw new BackendException(
          device.description().name() + " holds tensors in F32 only, not in " + dtype);
    }
    if (shape.bytes(DType.F32) > Integer.MAX_VALUE) {
      throw new BackendException("a tensor of " + shape + " is larger than 2 GiB: split it");
    }
    Nd4jTensor tensor = new Nd4jTensor(this, shape);
    allocated.addAndGet(tensor.bytes());
    return tensor;
  }

  @Override
  public long allocatedBytes() {
    return allocated.get();
  }

  /**
   * {@inheritDoc} Counted on the CPU too, where copies stay in main memory. On a card ND4J moves
   * whole arrays, so that a row written or read may move more than is counted.
   */
  @Override
  public Transfers transfers() {
    return copied.soFar();
  }

  TransferCount copied() {
    return copied;
  }

  void released(long bytes) {
    allocated.addAndGet(-bytes);
  }

  void requireOpen() {
    if (closed) {
      throw new BackendException("backend " + device.description().name() + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
