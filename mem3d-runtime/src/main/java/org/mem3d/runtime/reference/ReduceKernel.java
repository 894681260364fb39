package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Op.Reduction;
import org.mem3d.graph.Shape;

/** Sum, mean or largest value along axes. One task for a part of the results. */
final class ReduceKernel implements Kernel {
  private final Reduction reduction;
  private final Shape out;
  private final int[] resultStrides;
  private final int[] insideExtents;
  private final int[] insideStrides;
  private final int inside;
  private final int resultsPerTask;

  ReduceKernel(Node node) {
    Op.Reduce op = (Op.Reduce) node.op();
    Shape x = node.input(0).shape();
    reduction = op.reduction();
    out = node.shape();
    resultStrides = new int[x.rank()];
    insideExtents = new int[x.rank()];
    insideStrides = new int[x.rank()];
    int stride = 1;
    int count = 1;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      boolean joined = op.axes().contains(axis);
      resultStrides[axis] = stride;
      insideStrides[axis] = stride;
      insideExtents[axis] = joined ? x.dim(axis) : 1;
      count *= insideExtents[axis];
      stride *= x.dim(axis);
    }
    inside = count;
    resultsPerTask = Math.max(1, CHUNK / inside);
  }

  @Override
  public int tasks() {
    return (out.elements() + resultsPerTask - 1) / resultsPerTask;
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int end = Math.min(out.elements(), (task + 1) * resultsPerTask);
    for (int result = task * resultsPerTask; result < end; result++) {
      int start = 0;
      int place = result;
      for (int axis = out.rank() - 1; axis >= 0; axis--) {
        start += place % out.dim(axis) * resultStrides[axis];
        place /= out.dim(axis);
      }
      y[result] = join(in[0], start);
    }
  }

  private float join(float[] x, int start) {
    int last = insideExtents.length - 1;
    double sum = 0;
    float max = Float.NEGATIVE_INFINITY;
    for (int line = 0; line < inside; line += insideExtents[last]) {
      int at = start;
      int place = line / insideExtents[last];
      for (int axis = last - 1; axis >= 0; axis--) {
        at += place % insideExtents[axis] * insideStrides[axis];
        place /= insideExtents[axis];
      }
      for (int i = at; i < at + insideExtents[last]; i++) {
        sum += x[i];
        max = Math.max(max, x[i]);
      }
    }
    return switch (reduction) {
      case SUM -> (float) sum;
      case MEAN -> (float) (sum / inside);
      case MAX -> max;
    };
  }
}
