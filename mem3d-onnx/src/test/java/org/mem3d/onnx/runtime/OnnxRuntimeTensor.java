package org.mem3d.onnx.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.Require;

/** A direct buffer that ONNX Runtime reads and writes in place. */
final class OnnxRuntimeTensor implements DeviceTensor {
  private final OnnxRuntimeBackend owner;
  private final Shape shape;
  private final AtomicLong allocated;
  private final FloatBuffer values;
  private final OnnxTensor tensor;
  private boolean closed;

  OnnxRuntimeTensor(
      OnnxRuntimeBackend owner, OrtEnvironment environment, Shape shape, AtomicLong allocated) {
    this.owner = owner;
    this.shape = shape;
    this.allocated = allocated;
    this.values =
        ByteBuffer.allocateDirect(Math.multiplyExact(shape.elements(), 4))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    try {
      long[] dims = Arrays.stream(shape.dims()).asLongStream().toArray();
      this.tensor = OnnxTensor.createTensor(environment, values, dims);
    } catch (OrtException e) {
      throw new BackendException("onnxruntime: a tensor of " + shape + ": " + e.getMessage(), e);
    }
    allocated.addAndGet(shape.bytes(DType.F32));
  }

  OnnxRuntimeBackend owner() {
    return owner;
  }

  OnnxTensor tensor() {
    return tensor;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public DType dtype() {
    return DType.F32;
  }

  @Override
  public void write(float[] source, int offset, int row, int rows) {
    requireOpen();
    Require.rowsInArray(shape, row, rows, source.length, offset);
    values.put(row * rowElements(), source, offset, rows * rowElements());
  }

  @Override
  public void read(float[] target, int offset, int row, int rows) {
    requireOpen();
    Require.rowsInArray(shape, row, rows, target.length, offset);
    values.get(row * rowElements(), target, offset, rows * rowElements());
  }

  @Override
  public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
    requireOpen();
    if (source == this || !(source instanceof OnnxRuntimeTensor other) || other.owner != owner) {
      throw new BackendException("onnxruntime: rows are copied between two tensors of one backend");
    }
    other.requireOpen();
    Require.sameRows(source, this);
    Require.rows(source.shape(), sourceRow, rows);
    Require.rows(shape, row, rows);
    int elements = rowElements();
    values.put(row * elements, other.values, sourceRow * elements, rows * elements);
  }

  private int rowElements() {
    return shape.elements() / shape.dim(0);
  }

  private void requireOpen() {
    if (closed) {
      throw new BackendException("onnxruntime: a tensor of " + shape + " is closed");
    }
  }

  @Override
  public long bytes() {
    return closed ? 0 : shape.bytes(DType.F32);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tensor.close();
      allocated.addAndGet(-shape.bytes(DType.F32));
    }
  }
}
