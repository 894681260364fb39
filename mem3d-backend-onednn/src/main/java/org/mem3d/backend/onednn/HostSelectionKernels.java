package org.mem3d.backend.onednn;

import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** The largest k values of a row, and the place of the largest along an axis. */
final class HostSelectionKernels {
  private HostSelectionKernels() {}

  static void lower(Lowering lowering, Group group) {
    Node node = group.root();
    Shape shape = node.input(0).shape();
    if (node.op() instanceof Op.TopK topK) {
      int length = shape.dim(-1);
      float[] row = new float[length];
      add(lowering, group, (x, y) -> topK(topK.k(), row, x, y));
    } else {
      int axis = ((Op.ArgMax) node.op()).axis();
      int inner = 1;
      for (int i = axis + 1; i < shape.rank(); i++) {
        inner *= shape.dim(i);
      }
      int step = inner;
      add(lowering, group, (x, y) -> argMax(shape.dim(axis), step, x, y));
    }
  }

  private static void add(Lowering lowering, Group group, HostStep.Kernel kernel) {
    Node node = group.root();
    Node input = node.input(0);
    Value x = lowering.as(input, Layout.rowMajor(input.shape()), DType.F32);
    Value result = lowering.newValue(node.shape(), DType.F32, Layout.rowMajor(node.shape()));
    lowering.add(new HostStep(node.name(), group.kinds() + "  Java", kernel, x, result));
    lowering.define(group, result);
  }

  /**
   * @param row as long as the last axis, overwritten
   */
  private static void topK(int k, float[] row, float[] x, float[] y) {
    int length = row.length;
    if (k >= length) {
      System.arraycopy(x, 0, y, 0, x.length);
      return;
    }
    for (int start = 0; start < x.length; start += length) {
      System.arraycopy(x, start, row, 0, length);
      float threshold = kthLargest(row, k);
      int ties = k;
      for (int i = start; i < start + length; i++) {
        ties -= x[i] > threshold ? 1 : 0;
      }
      for (int i = start; i < start + length; i++) {
        boolean keep = x[i] > threshold || (x[i] == threshold && ties-- > 0);
        y[i] = keep ? x[i] : Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** Quickselect, descending; reorders the row. */
  private static float kthLargest(float[] row, int k) {
    int low = 0;
    int high = row.length - 1;
    int target = k - 1;
    while (low < high) {
      float pivot = median(row[low], row[(low + high) >>> 1], row[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (row[i] > pivot) {
          i++;
        }
        while (row[j] < pivot) {
          j--;
        }
        if (i <= j) {
          float swapped = row[i];
          row[i++] = row[j];
          row[j--] = swapped;
        }
      }
      if (target <= j) {
        high = j;
      } else if (target >= i) {
        low = i;
      } else {
        return row[target];
      }
    }
    return row[target];
  }

  private static float median(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private static void argMax(int extent, int inner, float[] x, float[] y) {
    for (int outer = 0; outer < y.length / inner; outer++) {
      for (int i = 0; i < inner; i++) {
        int start = outer * extent * inner + i;
        int best = 0;
        for (int index = 1; index < extent; index++) {
          best = x[start + index * inner] > x[start + best * inner] ? index : best;
        }
        y[outer * inner + i] = best;
      }
    }
  }
}
