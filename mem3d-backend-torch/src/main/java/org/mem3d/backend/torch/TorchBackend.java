package org.mem3d.backend.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.mem3d.Transfers;
import org.mem3d.backend.gpu.Gpu;
import org.mem3d.backend.gpu.GpuProbe;
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
import org.mem3d.spi.CopyOut;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.Require;
import org.mem3d.spi.TransferCount;

/** libtorch on one device. */
final class TorchBackend implements Backend {
  private final BackendDescription description;
  private final TorchDevice device;
  private final AtomicLong total = new AtomicLong();
  private final TransferCount copied = new TransferCount();
  private volatile boolean closed;

  TorchBackend(BackendDescription description, TorchDevice device) {
    this.description = description;
    this.device = device;
  }

  @Override
  public BackendDescription describe() {
    return description;
  }

  @Override
  public boolean supports(Node node, DType precision) {
    return precision != DType.I8;
  }

  @Override
  public boolean supportsStorage(DType format) {
    return format != DType.I8;
  }

  /**
   * bfloat16 on processors with instructions for it, and on cards from Ampere on; elsewhere
   * libtorch emulates it, slowly.
   */
  @Override
  public DType preferredPrecision() {
    boolean fast = device.isCpu() ? Natives.bfloat16() : cardsHaveBfloat16();
    return fast ? DType.BF16 : DType.F32;
  }

  private static boolean cardsHaveBfloat16() {
    return GpuProbe.report().devices().stream()
        .map(Gpu::capability)
        .allMatch(capability -> capability != null && capability.major() >= 8);
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights weights, CompileOptions options) {
    requireOpen();
    requireFloat(options.precision());
    Require.weights(graph, weights);
    return new TorchGraph(this, new Program(graph, options.precision()), weights, options, total);
  }

  private static void requireFloat(DType dtype) {
    if (dtype == DType.I8) {
      throw new BackendException("torch computes and holds tensors in F32, BF16 or F16, not in I8");
    }
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    requireOpen();
    requireFloat(dtype);
    return new TorchTensor(this, shape, dtype, total);
  }

  /**
   * {@inheritDoc} On a card all copies go their way to pinned memory one behind the other, and it
   * is waited for after the last; on the CPU the same way, to ordinary memory.
   */
  @Override
  @SuppressWarnings("try")
  public void copyOut(List<CopyOut> copies) {
    copies.forEach(this::requireOwn);
    List<CopyOut> some = copies.stream().filter(copy -> copy.rows() > 0).toList();
    try (PointerScope scope = new PointerScope()) {
      List<Tensor> arriving = new ArrayList<>();
      for (CopyOut copy : some) {
        arriving.add(requireOwn(copy).startReading(copy.row(), copy.rows()));
      }
      device.await();
      for (int i = 0; i < some.size(); i++) {
        CopyOut copy = some.get(i);
        arriving.get(i).data_ptr_float().get(copy.target(), copy.offset(), copy.elements());
        copied.fromDevice((long) copy.elements() * Float.BYTES);
      }
    }
  }

  private TorchTensor requireOwn(CopyOut copy) {
    if (!(copy.source() instanceof TorchTensor own) || own.owner() != this) {
      throw new BackendException(
          "torch: the source of a copy is of another backend: " + copy.source());
    }
    own.requireOpen();
    return own;
  }

  @Override
  public long allocatedBytes() {
    return total.get();
  }

  /** {@inheritDoc} Counted on the CPU too, where copies stay in main memory. */
  @Override
  public Transfers transfers() {
    return copied.soFar();
  }

  TransferCount copied() {
    return copied;
  }

  TorchDevice device() {
    return device;
  }

  /** Sets the number of threads for what the calling thread computes next. */
  void applyThreads() {
    Threads.use(description.threads());
  }

  private void requireOpen() {
    if (closed) {
      throw new BackendException("torch: the backend is closed; open another");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
