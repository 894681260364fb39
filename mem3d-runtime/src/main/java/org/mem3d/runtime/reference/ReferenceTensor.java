package org.mem3d.runtime.reference;

import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.Require;

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
    Require.rowsInArray(shape, row, rows, source.length, offset);
    System.arraycopy(source, offset, target, row * rowLength, rows * rowLength);
  }

  @Override
  public void read(float[] target, int offset, int row, int rows) {
    float[] source = data();
    Require.rowsInArray(shape, row, rows, target.length, offset);
    System.arraycopy(source, row * rowLength, target, offset, rows * rowLength);
  }

  @Override
  public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
    float[] target = data();
    if (!(source instanceof ReferenceTensor other) || other.backend != backend) {
      throw new BackendException("cannot copy rows from a tensor of another backend: " + source);
    }
    Require.sameRows(other, this);
    Require.rows(other.shape, sourceRow, rows);
    Require.rows(shape, row, rows);
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

  @Override
  public String toString() {
    return "reference tensor " + shape + (data == null ? " (closed)" : "");
  }
}
