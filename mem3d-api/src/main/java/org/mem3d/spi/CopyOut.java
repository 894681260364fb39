package org.mem3d.spi;

/**
 * Rows of a tensor to be copied out to an array, one of several copies that {@link Backend#copyOut}
 * makes together. Owns nothing; belongs to the thread that uses the tensor.
 */
public final class CopyOut {
  private final DeviceTensor source;
  private final float[] target;
  private final int offset;
  private final int row;
  private final int rows;

  /**
   * Names rows and where they go, as {@link DeviceTensor#read(float[], int, int, int)} does.
   *
   * @throws BackendException if the rows or the elements lie outside
   */
  public CopyOut(DeviceTensor source, float[] target, int offset, int row, int rows) {
    Require.rowsInArray(source.shape(), row, rows, target.length, offset);
    this.source = source;
    this.target = target;
    this.offset = offset;
    this.row = row;
    this.rows = rows;
  }

  /** Names one row, copied to the beginning of an array. */
  public static CopyOut row(DeviceTensor source, int row, float[] target) {
    return new CopyOut(source, target, 0, row, 1);
  }

  /** Names a whole tensor, copied to the beginning of an array. */
  public static CopyOut whole(DeviceTensor source, float[] target) {
    return new CopyOut(source, target, 0, 0, source.shape().dim(0));
  }

  /** Returns the same copy from another tensor: what a wrapping backend hands on. */
  public CopyOut from(DeviceTensor other) {
    return new CopyOut(other, target, offset, row, rows);
  }

  /** Returns the tensor; not modified. */
  public DeviceTensor source() {
    return source;
  }

  /** Returns the array itself, to be filled. */
  public float[] target() {
    return target;
  }

  /** Returns the first element of the array to fill. */
  public int offset() {
    return offset;
  }

  /** Returns the first row to copy. */
  public int row() {
    return row;
  }

  /** Returns how many rows to copy. */
  public int rows() {
    return rows;
  }

  /** Returns how many elements to copy. */
  public int elements() {
    return rows * (source.shape().elements() / source.shape().dim(0));
  }

  /** Copies this one alone, by the tensor's own {@code read}. */
  public void run() {
    source.read(target, offset, row, rows);
  }
}
