package org.mem3d.graph;

import java.util.Arrays;

/**
 * The extents of a tensor, outermost first. Image tensors are N, C, H, W; elements are numbered row
 * by row, the last dimension fastest. Immutable.
 */
public final class Shape {
  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * Makes a shape of one to five positive extents.
   *
   * @throws GraphException if there are none or too many, one is not positive, or the number of
   *     elements does not fit an array
   */
  public static Shape of(int... dims) {
    if (dims.length < 1 || dims.length > 5) {
      throw new GraphException("a shape has 1 to 5 dimensions, not " + dims.length);
    }
    long elements = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw new GraphException("a shape's extents are positive, not " + Arrays.toString(dims));
      }
      elements *= dim;
      if (elements > Integer.MAX_VALUE - 8) {
        throw new GraphException(
            "a tensor of shape "
                + Arrays.toString(dims)
                + " has more elements than an array holds");
      }
    }
    return new Shape(dims.clone());
  }

  /** Returns the number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /**
   * Returns one extent.
   *
   * @param axis 0 for the outermost; negative numbers count from the end, so -1 is the innermost
   */
  public int dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /** Returns a copy of the extents. */
  public int[] dims() {
    return dims.clone();
  }

  /** Returns the number of elements, the product of the extents. */
  public int elements() {
    int elements = 1;
    for (int dim : dims) {
      elements *= dim;
    }
    return elements;
  }

  /** Returns the bytes of as many elements in a format. */
  public long bytes(DType format) {
    return (long) elements() * format.bytes();
  }

  /** Returns this shape with one extent replaced; {@code axis} as in {@link #dim}. */
  public Shape with(int axis, int extent) {
    int[] copy = dims.clone();
    copy[axis < 0 ? axis + dims.length : axis] = extent;
    return of(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dims, that.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** Returns the extents joined by "x", as in {@code 1x2x128x128}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int dim : dims) {
      text.append(text.length() == 0 ? "" : "x").append(dim);
    }
    return text.toString();
  }
}
