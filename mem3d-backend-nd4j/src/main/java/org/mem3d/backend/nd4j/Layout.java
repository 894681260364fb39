package org.mem3d.backend.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.Shape;

/**
 * How a tensor's logical axes lie in memory: {@code order[i]} is the logical axis of the i-th
 * physical one, outermost first. Memory is always dense. Axes of extent 1 lie anywhere.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
record Layout(int... order) {
  /** Images: N, H, W, C. */
  static final Layout IMAGE = new Layout(0, 2, 3, 1);

  /** Convolution weights, logically (O,C,kh,kw): kh, kw, C, O. */
  static final Layout KERNEL = new Layout(2, 3, 1, 0);

  /** Returns the layout in which logical and physical order are one. */
  static Layout rowMajor(int rank) {
    int[] order = new int[rank];
    Arrays.setAll(order, i -> i);
    return new Layout(order);
  }

  /** Returns the layout of tensors at a graph's boundary. */
  static Layout boundary(Shape shape) {
    return shape.rank() == 4 ? IMAGE : rowMajor(shape.rank());
  }

  /** Returns the extents in physical order. */
  long[] dims(Shape shape) {
    return Arrays.stream(order).mapToLong(shape::dim).toArray();
  }

  /** Returns where a logical axis lies. */
  int position(int axis) {
    for (int i = 0; i < order.length; i++) {
      if (order[i] == axis) {
        return i;
      }
    }
    throw new IllegalArgumentException("axis " + axis + " in " + this);
  }

  /** Returns whether a tensor's bytes are the same under both layouts. */
  boolean coincides(Layout other, Shape shape) {
    return Arrays.equals(longAxes(shape), other.longAxes(shape));
  }

  private int[] longAxes(Shape shape) {
    return Arrays.stream(order).filter(axis -> shape.dim(axis) > 1).toArray();
  }

  /** Returns this with one axis moved to the innermost place. */
  Layout innermost(int axis) {
    int[] moved = new int[order.length];
    int next = 0;
    for (int each : order) {
      if (each != axis) {
        moved[next++] = each;
      }
    }
    moved[next] = axis;
    return new Layout(moved);
  }

  /** Returns the layout of the same bytes once axis i is what was axis {@code permutation[i]}. */
  Layout transposed(List<Integer> permutation) {
    return new Layout(Arrays.stream(order).map(permutation::indexOf).toArray());
  }

  /**
   * Returns the layout of the same bytes under another shape, or null if a reshape has to move
   * bytes. Splits both shapes into the smallest groups of neighbouring axes with equal products;
   * each group must lie together and in order.
   */
  @Nullable Layout reshaped(Shape from, Shape to) {
    List<List<Integer>> before = new ArrayList<>();
    List<List<Integer>> after = new ArrayList<>();
    group(from, to, before, after);
    int[] result = new int[to.rank()];
    int next = 0;
    int[] axes = longAxes(from);
    for (int i = 0; i < axes.length; ) {
      int first = axes[i];
      int group = 0;
      while (!before.get(group).contains(first)) {
        group++;
      }
      for (int axis : before.get(group)) {
        if (from.dim(axis) > 1 && (i == axes.length || axes[i++] != axis)) {
          return null;
        }
      }
      for (int axis : after.get(group)) {
        result[next++] = axis;
      }
    }
    boolean[] placed = new boolean[to.rank()];
    for (int i = 0; i < next; i++) {
      placed[result[i]] = true;
    }
    for (int axis = 0; axis < placed.length; axis++) {
      if (!placed[axis]) {
        result[next++] = axis;
      }
    }
    return new Layout(result);
  }

  private static void group(
      Shape from, Shape to, List<List<Integer>> before, List<List<Integer>> after) {
    int i = 0;
    int j = 0;
    while (i < from.rank() || j < to.rank()) {
      List<Integer> left = new ArrayList<>();
      List<Integer> right = new ArrayList<>();
      long a = 1;
      long b = 1;
      do {
        if (i < from.rank() && (a <= b || j == to.rank())) {
          a *= from.dim(i);
          left.add(i++);
        } else {
          b *= to.dim(j);
          right.add(j++);
        }
      } while (a != b);
      before.add(left);
      after.add(right);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Layout that && Arrays.equals(order, that.order);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(order);
  }

  @Override
  public String toString() {
    return Arrays.toString(order);
  }
}
