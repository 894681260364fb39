package org.mem3d.backend.onednn;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.Require;

/** A tensor in native memory, images channels-last, so that graphs read and write it in place. */
final class OneDnnTensor implements DeviceTensor {
  private final OneDnnBackend owner;
  private final Shape shape;
  private final DType dtype;
  private final NativeBlock block;
  private final int rowElements;
  private float @Nullable [] turned;
  private boolean closed;

  OneDnnTensor(OneDnnBackend owner, Shape shape, DType dtype, NativeBlock block) {
    this.owner = owner;
    this.shape = shape;
    this.dtype = dtype;
    this.block = block;
    this.rowElements = shape.elements() / shape.dim(0);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  OneDnnBackend owner() {
    return owner;
  }

  /** Where the elements begin. */
  long address() {
    return block.start().address();
  }

  @Override
  public void write(float[] source, int offset, int row, int rows) {
    requireOpen();
    Require.rowsInArray(shape, row, rows, source.length, offset);
    if (!imageOfChannels()) {
      store(source, offset, (long) row * rowElements, rows * rowElements);
      return;
    }
    float[] image = turned();
    int channels = shape.dim(1);
    int positions = rowElements / channels;
    for (int r = 0; r < rows; r++) {
      int from = offset + r * rowElements;
      for (int c = 0; c < channels; c++) {
        for (int p = 0, at = c; p < positions; p++, at += channels) {
          image[at] = source[from++];
        }
      }
      store(image, 0, (long) (row + r) * rowElements, rowElements);
    }
  }

  @Override
  public void read(float[] target, int offset, int row, int rows) {
    requireOpen();
    Require.rowsInArray(shape, row, rows, target.length, offset);
    if (!imageOfChannels()) {
      load(target, offset, (long) row * rowElements, rows * rowElements);
      return;
    }
    float[] image = turned();
    int channels = shape.dim(1);
    int positions = rowElements / channels;
    for (int r = 0; r < rows; r++) {
      load(image, 0, (long) (row + r) * rowElements, rowElements);
      int to = offset + r * rowElements;
      for (int c = 0; c < channels; c++) {
        for (int p = 0, at = c; p < positions; p++, at += channels) {
          target[to++] = image[at];
        }
      }
    }
  }

  @Override
  public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
    requireOpen();
    if (!(source instanceof OneDnnTensor from) || from.owner != owner) {
      throw new BackendException("onednn: the source of a copy is of another backend: " + source);
    }
    from.requireOpen();
    Require.sameRows(from, this);
    Require.rows(from.shape, sourceRow, rows);
    Require.rows(shape, row, rows);
    long rowBytes = (long) rowElements * dtype.bytes();
    Pointer.memcpy(
        new Address(address() + row * rowBytes),
        new Address(from.address() + sourceRow * rowBytes),
        rows * rowBytes);
  }

  /** Whether the order on the device differs from the logical one. */
  private boolean imageOfChannels() {
    return shape.rank() == 4 && shape.dim(1) > 1 && shape.dim(2) * shape.dim(3) > 1;
  }

  private float[] turned() {
    if (turned == null) {
      turned = new float[rowElements];
    }
    return turned;
  }

  private void store(float[] values, int offset, long element, int count) {
    Address at = new Address(address() + element * dtype.bytes());
    if (dtype == DType.F32) {
      at.put(values, offset, count);
      return;
    }
    short[] halves = new short[count];
    for (int i = 0; i < count; i++) {
      halves[i] = BFloat16.round(values[offset + i]);
    }
    new ShortPointer(at).put(halves, 0, count);
  }

  private void load(float[] values, int offset, long element, int count) {
    Address at = new Address(address() + element * dtype.bytes());
    if (dtype == DType.F32) {
      at.get(values, offset, count);
      return;
    }
    short[] halves = new short[count];
    new ShortPointer(at).get(halves, 0, count);
    for (int i = 0; i < count; i++) {
      values[offset + i] = BFloat16.widen(halves[i]);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new BackendException("onednn: " + this + " is closed");
    }
  }

  @Override
  public long bytes() {
    return closed ? 0 : block.bytes();
  }

  @Override
  public void close() {
    closed = true;
    block.close();
  }

  /** Returns format and shape. */
  @Override
  public String toString() {
    return "tensor " + dtype + " " + shape;
  }
}
