package org.mem3d.backend.onednn;

import java.util.Arrays;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * Kernels along one axis: the largest k values of a row, the place of the largest, and scaling to
 * length 1 (oneDNN joins the latter from pieces for which it has no fast code).
 */
final class HostAxisKernels {
  private HostAxisKernels() {}

  static void lower(Lowering lowering, Group group) {
    Node node = group.root();
    Shape shape = node.input(0).shape();
    if (node.op() instanceof Op.TopK topK) {
      float[] row = new float[shape.dim(-1)];
      add(lowering, group, (x, y) -> topK(topK.k(), row, x, y));
    } else if (node.op() instanceof Op.ArgMax argMax) {
      int inner = elementsBelow(shape, argMax.axis());
      add(lowering, group, (x, y) -> argMax(shape.dim(argMax.axis()), inner, x, y));
    } else {
      Op.L2Normalize normalize = (Op.L2Normalize) node.op();
      int inner = elementsBelow(shape, normalize.axis());
      float[] sums = new float[inner];
      int extent = shape.dim(normalize.axis());
      add(lowering, group, (x, y) -> normalize(extent, normalize.epsilon(), sums, x, y));
    }
  }

  private static int elementsBelow(Shape shape, int axis) {
    int elements = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      elements *= shape.dim(i);
    }
    return elements;
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
      float threshold = Selection.kthLargest(row, length, k);
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

  /**
   * @param sums one for each element below the axis, overwritten
   */
  private static void normalize(int extent, float epsilon, float[] sums, float[] x, float[] y) {
    int inner = sums.length;
    for (int start = 0; start < x.length; start += extent * inner) {
      if (inner == 1) {
        float factor = 1 / Math.max((float) Math.sqrt(squares(x, start, extent)), epsilon);
        for (int i = start; i < start + extent; i++) {
          y[i] = x[i] * factor;
        }
        continue;
      }
      Arrays.fill(sums, 0);
      for (int at = start; at < start + extent * inner; at += inner) {
        for (int i = 0; i < inner; i++) {
          sums[i] += x[at + i] * x[at + i];
        }
      }
      for (int i = 0; i < inner; i++) {
        sums[i] = Math.max((float) Math.sqrt(sums[i]), epsilon);
      }
      for (int at = start; at < start + extent * inner; at += inner) {
        for (int i = 0; i < inner; i++) {
          y[at + i] = x[at + i] / sums[i];
        }
      }
    }
  }

  /** In four sums, since each waits for its last addition. */
  private static float squares(float[] x, int start, int count) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = start;
    for (; i + 3 < start + count; i += 4) {
      a += x[i] * x[i];
      b += x[i + 1] * x[i + 1];
      c += x[i + 2] * x[i + 2];
      d += x[i + 3] * x[i + 3];
    }
    for (; i < start + count; i++) {
      a += x[i] * x[i];
    }
    return (a + b) + (c + d);
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
