package org.mem3d.runtime.reference;

import java.util.concurrent.atomic.AtomicLong;
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
import org.mem3d.spi.Require;

/** The open backend: its threads, and the count of the bytes that it handed out. */
final class ReferenceBackend implements Backend {
  private final Workers workers;
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean closed;

  ReferenceBackend(int threads) {
    workers = new Workers(threads);
  }

  static String device() {
    return "CPU (" + System.getProperty("os.arch", "unknown") + ")";
  }

  static String version() {
    return "Java " + System.getProperty("java.version", "unknown");
  }

  @Override
  public BackendDescription describe() {
    return new BackendDescription(
        ReferenceBackendProvider.NAME, device(), version(), workers.threads());
  }

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
            "backend 'reference' cannot compute "
                + node
                + " in "
                + options.precision()
                + ": compile in F32 or choose another backend");
      }
    }
    Require.weights(graph, weights);
    return new ReferenceGraph(this, graph, weights);
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    requireOpen();
    if (dtype != DType.F32) {
      throw new BackendException("backend 'reference' holds tensors in F32 only, not " + dtype);
    }
    return new ReferenceTensor(this, shape);
  }

  @Override
  public long allocatedBytes() {
    return bytes.get();
  }

  @Override
  public void close() {
    closed = true;
    workers.close();
  }

  /** Adds to the bytes handed out; negative numbers take away. */
  void count(long change) {
    bytes.addAndGet(change);
  }

  Workers workers() {
    return workers;
  }

  void requireOpen() {
    if (closed) {
      throw new BackendException("backend 'reference' is closed: open it anew");
    }
  }
}
