package org.mem3d.backend.torch;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CopyOut;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.Require;

/** A tensor of libtorch, images channels-last. */
final class TorchTensor implements DeviceTensor {
  private final TorchBackend owner;
  private final Shape shape;
  private final DType dtype;
  private final Tensor tensor;
  private final long bytes;
  private final AtomicLong total;
  private boolean closed;

  /** Allocates zeros. */
  TorchTensor(TorchBackend owner, Shape shape, DType dtype, AtomicLong total) {
    this.owner = owner;
    this.shape = shape;
    this.dtype = dtype;
    this.bytes = shape.bytes(dtype);
    this.total = total;
    this.tensor = owner.device().zeros(shape, dtype);
    total.addAndGet(bytes);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  TorchBackend owner() {
    return owner;
  }

  /** Returns libtorch's tensor, still owned by this. */
  Tensor tensor() {
    return tensor;
  }

  @Override
  @SuppressWarnings("try")
  public void write(float[] source, int offset, int row, int rows) {
    requireOpen();
    Require.rowsInArray(shape, row, rows, source.length, offset);
    if (rows == 0) {
      return;
    }
    int elements = rows * (shape.elements() / shape.dim(0));
    try (PointerScope scope = new PointerScope()) {
      Tensor staged = owner.device().staged(shape.with(0, rows));
      staged.data_ptr_float().put(source, offset, elements);
      // Pinned memory is not given to others before the card has read it: libtorch sees to that.
      tensor.narrow(0, row, rows).copy_(staged, true);
    }
    owner.copied().toDevice((long) elements * Float.BYTES);
  }

  @Override
  public void read(float[] target, int offset, int row, int rows) {
    requireOpen();
    owner.copyOut(List.of(new CopyOut(this, target, offset, row, rows)));
  }

  /**
   * Sends rows on their way to main memory, in float32, row by row; they have arrived after {@link
   * TorchDevice#await}. The answer belongs to the caller's scope.
   */
  Tensor startReading(int row, int rows) {
    Tensor there = tensor.narrow(0, row, rows).to(ScalarType.Float);
    Tensor staged = owner.device().staged(shape.with(0, rows));
    return staged.copy_(there.contiguous(MemoryFormat.Contiguous), true);
  }

  @Override
  @SuppressWarnings("try")
  public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
    requireOpen();
    if (!(source instanceof TorchTensor from) || from.owner != owner) {
      throw new BackendException("torch: the source of a copy is of another backend: " + source);
    }
    from.requireOpen();
    Require.sameRows(from, this);
    Require.rows(from.shape, sourceRow, rows);
    Require.rows(shape, row, rows);
    if (rows == 0) {
      return;
    }
    try (PointerScope scope = new PointerScope()) {
      tensor.narrow(0, row, rows).copy_(from.tensor.narrow(0, sourceRow, rows));
    }
  }

  void requireOpen() {
    if (closed) {
      throw new BackendException("torch: " + this + " is closed");
    }
  }

  @Override
  public long bytes() {
    return closed ? 0 : bytes;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tensor.close();
      total.addAndGet(-bytes);
    }
  }

  /** Returns format and shape. */
  @Override
  public String toString() {
    return "tensor " + dtype + " " + shape;
  }
}
