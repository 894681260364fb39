package org.mem3d.spi;

import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/**
 * A tensor that stays on its backend's device between runs. How its elements lie there is the
 * backend's own affair; copies in and out use the logical row-by-row order (N, C, H, W for images).
 * Used by one thread at a time; owned by whoever allocated it.
 */
public interface DeviceTensor extends AutoCloseable {
  /** Returns the shape. */
  Shape shape();

  /** Returns the format of the elements on the device. */
  DType dtype();

  /**
   * Copies rows in from an array.
   *
   * @param source values row by row, read from {@code offset} on; not modified
   * @param offset first element of {@code source} to read
   * @param row first row of this tensor to write, a row being one index of the outermost dimension
   * @param rows how many rows to write
   * @throws BackendException if the rows or the elements lie outside
   */
  void write(float[] source, int offset, int row, int rows);

  /** Copies the whole tensor in from an array of exactly as many elements. */
  default void write(float[] source) {
    requireSize(source);
    write(source, 0, 0, shape().dim(0));
  }

  /**
   * Copies rows out to an array.
   *
   * @param target filled row by row from {@code offset} on
   * @param offset first element of {@code target} to fill
   * @param row first row of this tensor to read
   * @param rows how many rows to read
   * @throws BackendException if the rows or the elements lie outside
   */
  void read(float[] target, int offset, int row, int rows);

  /** Copies the whole tensor out to an array of exactly as many elements. */
  default void read(float[] target) {
    requireSize(target);
    read(target, 0, 0, shape().dim(0));
  }

  /**
   * Copies rows from another tensor of the same backend, on the device.
   *
   * @param source a tensor equal to this in every dimension but the outermost; not modified;
   *     another tensor than this
   * @param sourceRow first row to read
   * @param row first row to write
   * @param rows how many rows to copy
   * @throws BackendException if shapes or backends differ or the rows lie outside
   */
  void copyRows(DeviceTensor source, int sourceRow, int row, int rows);

  /** Returns the bytes that the tensor holds on the device; 0 once closed. */
  long bytes();

  /** Releases the memory. Harmless when repeated. */
  @Override
  void close();

  private void requireSize(float[] array) {
    if (array.length != shape().elements()) {
      throw new BackendException(
          "an array of "
              + array.length
              + " elements for a tensor of "
              + shape()
              + " ("
              + shape().elements()
              + ")");
    }
  }
}
