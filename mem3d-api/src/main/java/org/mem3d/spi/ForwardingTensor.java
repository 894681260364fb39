package org.mem3d.spi;

import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/**
 * A tensor that hands every call on to another one, for those that change some of them. Closing it
 * closes the other one. Used by one thread at a time.
 */
public abstract class ForwardingTensor implements DeviceTensor {
  /** The tensor that holds the elements. */
  protected final DeviceTensor inside;

  /** Wraps a tensor, which is closed with this. */
  protected ForwardingTensor(DeviceTensor inside) {
    this.inside = inside;
  }

  @Override
  public Shape shape() {
    return inside.shape();
  }

  @Override
  public DType dtype() {
    return inside.dtype();
  }

  @Override
  public void write(float[] source, int offset, int row, int rows) {
    inside.write(source, offset, row, rows);
  }

  @Override
  public void read(float[] target, int offset, int row, int rows) {
    inside.read(target, offset, row, rows);
  }

  @Override
  public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {
    inside.copyRows(source, sourceRow, row, rows);
  }

  @Override
  public long bytes() {
    return inside.bytes();
  }

  @Override
  public void close() {
    inside.close();
  }

  @Override
  public String toString() {
    return inside.toString();
  }
}
