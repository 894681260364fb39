package org.mem3d.backend.onednn;

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

/** oneDNN on this machine's processor. */
final class OneDnnBackend implements Backend {
  private final BackendDescription description;
  private final DnnlEngine engine;
  private final Address threads;
  private final Settings settings;
  private final Workers workers;
  private final AtomicLong total = new AtomicLong();
  private final GraphCompiler compiler;
  private volatile boolean closed;

  /** Takes the engine over. */
  OneDnnBackend(BackendDescription description, DnnlEngine engine, Settings settings) {
    this.description = description;
    this.engine = engine;
    this.settings = settings;
    this.workers = new Workers(description.threads());
    this.threads = OpenMp.threads(description.threads());
    this.compiler = new GraphCompiler(this, engine, total);
  }

  @Override
  public BackendDescription describe() {
    return description;
  }

  @Override
  public boolean supports(Node node, DType precision) {
    return DnnlEngine.computes(precision);
  }

  /**
   * bfloat16 where the processor multiplies it, which takes half the time; 8 bits where they are
   * known to be faster than float32; else that.
   */
  @Override
  public DType preferredPrecision() {
    if (DnnlEngine.computes(DType.BF16)) {
      return DType.BF16;
    }
    return DnnlEngine.prefersIntegers() ? DType.I8 : DType.F32;
  }

  @Override
  public boolean supportsStorage(DType format) {
    return format != DType.I8 && DnnlEngine.computes(format);
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    requireOpen();
    if (!DnnlEngine.computes(options.precision())) {
      throw new BackendException(
          "onednn: node '"
              + graph.nodes().get(0).name()
              + "' and all others cannot be compiled in "
              + options.precision()
              + " on "
              + description.device()
              + ", which lacks instructions for it; compile in F32");
    }
    if (!options.lowPrecisionTensors().isEmpty()) {
      requireStored(options.precision());
    }
    return compiler.compile(graph, weights, options);
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    requireOpen();
    requireStored(dtype);
    long bytes = shape.bytes(dtype);
    return new OneDnnTensor(this, shape, dtype, NativeBlock.allocateCleared(bytes, total));
  }

  private static void requireStored(DType dtype) {
    if (dtype == DType.F16 || dtype == DType.I8) {
      throw new BackendException("onednn: tensors are held in F32 or BF16, not in " + dtype);
    }
  }

  @Override
  public long allocatedBytes() {
    return total.get();
  }

  Workers workers() {
    return workers;
  }

  Settings settings() {
    return settings;
  }

  /** Sets the number of threads for what the calling thread computes next. */
  void applyThreads() {
    OpenMp.apply(threads);
  }

  private void requireOpen() {
    if (closed) {
      throw new BackendException("onednn: the backend is closed; open another");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      workers.close();
      engine.close();
    }
  }
}
