package org.mem3d.core.reference;

import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.DeviceTensor;

/** A tensor in an array of the heap, row by row. */
final class ReferenceTensor implements DeviceTensor {
  private final ReferenceBackend backend;
  private final Shape shape;
  private final int rowLength;
  private float @Nullable [] data;

  ReferenceTensor(ReferenceBackend backend, Shape shape) {
    this.backend = backend;
    this.shape = shape;
    this.rowLength = shape.elements() / shape.dim(0);
    this.data = new float[shape.elements()];
    backend.count(bytes());
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
    float[] target = data();
    checkRows(shape, row, rows);
    checkArray(source.length, offset, rows);
    System.arraycopy(source, offset, target, row * rowLength, rows * rowLength);
  }

  @Override
  public void read(float[] target, int offset, int row, int rows) {
    float[] source = data();
    checkRows(shape, row, rows);
    checkArray(target.length, offset, rows);
    System.arraycopy(source, row * rowLength, target, offset, rows * rowLength);
  }

  @Override
  public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
    float[] target = data();
    if (!(source instanceof ReferenceTensor other) || other.backend != backend) {
      throw new BackendException("cannot copy rows from a tensor of another backend: " + source);
    }
    if (!other.shape.with(0, 1).equals(shape.with(0, 1))) {
      throw new BackendException(
          "cannot copy rows of " + other.shape + " into " + shape + ": their rows differ");
    }
    checkRows(other.shape, sourceRow, rows);
    checkRows(shape, row, rows);
    System.arraycopy(
        other.data(), sourceRow * rowLength, target, row * rowLength, rows * rowLength);
  }

  @Override
  public long bytes() {
    return data == null ? 0 : 4L * data.length;
  }

  @Override
  public void close() {
    backend.count(-bytes());
    data = null;
  }

  boolean isClosed() {
    return data == null;
  }

  ReferenceBackend backend() {
    return backend;
  }

  /** Returns the elements themselves. */
  float[] data() {
    if (data == null) {
      throw new BackendException("the tensor of " + shape + " is closed");
    }
    return data;
  }

  private static void checkRows(Shape shape, int row, int rows) {
    if (row < 0 || rows < 0 || rows > shape.dim(0) - row) {
      throw new BackendException(
          rows + " rows from row " + row + " lie outside a tensor of " + shape);
    }
  }

  private void checkArray(int length, int offset, int rows) {
    if (offset < 0 || (long) rows * rowLength > (long) length - offset) {
      throw new BackendException(
          rows
              + " rows of "
              + rowLength
              + " elements from offset "
              + offset
              + " lie outside an array of "
              + length);
    }
  }

  @Override
  public String toString() {
    return "reference tensor " + shape + (data == null ? " (closed)" : "");
  }
}
