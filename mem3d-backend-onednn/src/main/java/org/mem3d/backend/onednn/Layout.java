package org.mem3d.backend.onednn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.Shape;

/**
 * How a tensor's elements lie in memory, as a rule without gaps: the step from one index to the
 * next along each axis, in elements. Immutable.
 */
final class Layout {
  private final long[] strides;

  private Layout(long[] strides) {
    this.strides = strides;
  }

  /** Steps that somebody else knows to be right; there may be gaps. */
  static Layout of(long... strides) {
    return new Layout(strides.clone());
  }

  /** Row by row, the last axis fastest. */
  static Layout rowMajor(Shape shape) {
    Integer[] order = new Integer[shape.rank()];
    Arrays.setAll(order, i -> i);
    return ordered(shape, order);
  }

  /** N, H, W, C for images; row by row for other ranks. The layout of tensors between graphs. */
  static Layout natural(Shape shape) {
    return ordered(shape, naturalOrder(shape.rank()));
  }

  /** The axes from the slowest to the fastest. */
  static Layout ordered(Shape shape, Integer... slowestFirst) {
    long[] strides = new long[shape.rank()];
    long step = 1;
    for (int i = slowestFirst.length - 1; i >= 0; i--) {
      strides[slowestFirst[i]] = step;
      step *= shape.dim(slowestFirst[i]);
    }
    return new Layout(strides);
  }

  /**
   * The same order of axes for a tensor of other extents.
   *
   * @param own the shape that this layout is for
   */
  Layout like(Shape own, Shape other) {
    return ordered(other, order(own));
  }

  /**
   * The axes from the slowest to the fastest; the natural order where extents of 1 leave a choice.
   */
  private Integer[] order(Shape shape) {
    Integer[] order = naturalOrder(shape.rank());
    Arrays.sort(order, Comparator.comparingLong((Integer axis) -> -strides[axis]));
    return sameAs(natural(shape), shape) ? naturalOrder(shape.rank()) : order;
  }

  private static Integer[] naturalOrder(int rank) {
    Integer[] order = new Integer[rank];
    Arrays.setAll(order, i -> i);
    return rank == 4 ? new Integer[] {0, 2, 3, 1} : order;
  }

  /** The layout of the same memory seen with its axes reordered. */
  Layout transposed(List<Integer> axes) {
    long[] turned = new long[strides.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = strides[axes.get(i)];
    }
    return new Layout(turned);
  }

  /**
   * The layout of the same memory seen as another shape, or null if the elements would have to
   * move.
   */
  @Nullable Layout reshaped(Shape from, Shape to) {
    long[] result = new long[to.rank()];
    int i = 0;
    int j = 0;
    while (i < from.rank() || j < to.rank()) {
      // The smallest groups of axes on both sides that hold equally many elements.
      int firstFrom = i;
      int firstTo = j;
      long a = i < from.rank() ? from.dim(i++) : 1;
      long b = j < to.rank() ? to.dim(j++) : 1;
      while (a != b) {
        if (a < b) {
          a *= from.dim(i++);
        } else {
          b *= to.dim(j++);
        }
      }
      long step = mergedStep(from, firstFrom, i);
      if (step < 0) {
        return null;
      }
      for (int axis = j - 1; axis >= firstTo; axis--) {
        result[axis] = step;
        step *= to.dim(axis);
      }
    }
    return new Layout(result);
  }

  /** The step of the axes {@code first <= axis < end} seen as one; -1 if they are not one. */
  private long mergedStep(Shape shape, int first, int end) {
    long step = -1;
    long next = -1;
    for (int axis = end - 1; axis >= first; axis--) {
      if (shape.dim(axis) == 1) {
        continue;
      }
      if (step < 0) {
        step = strides[axis];
      } else if (strides[axis] != next) {
        return -1;
      }
      next = strides[axis] * shape.dim(axis);
    }
    return step < 0 ? 1 : step;
  }

  /** Whether both place every element of the shape alike; axes of extent 1 do not matter. */
  boolean sameAs(Layout other, Shape shape) {
    for (int axis = 0; axis < strides.length; axis++) {
      if (shape.dim(axis) > 1 && strides[axis] != other.strides[axis]) {
        return false;
      }
    }
    return true;
  }

  long stride(int axis) {
    return strides[axis];
  }

  long[] strides() {
    return strides.clone();
  }

  /** Returns the axes from the slowest to the fastest as letters, as in {@code acdb}. */
  String toString(Shape shape) {
    StringBuilder text = new StringBuilder();
    for (int axis : order(shape)) {
      text.append((char) ('a' + axis));
    }
    return text.toString();
  }
}
