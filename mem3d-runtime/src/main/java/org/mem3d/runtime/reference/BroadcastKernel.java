package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * Sum or product of two tensors, the second repeated where its extent is 1. The result is cut into
 * runs over which the second is either one value or as long as the first.
 */
final class BroadcastKernel implements Kernel {
  private final boolean sum;
  private final Shape a;
  private final int[] strides;
  private final int run;
  private final boolean single;
  private final int runsPerTask;

  BroadcastKernel(Node node) {
    sum = node.op() instanceof Op.Add;
    a = node.input(0).shape();
    Shape b = node.input(1).shape();
    strides = new int[a.rank()];
    int stride = 1;
    for (int axis = a.rank() - 1; axis >= 0; axis--) {
      strides[axis] = b.dim(axis) == 1 ? 0 : stride;
      stride *= b.dim(axis);
    }
    boolean repeated = false;
    boolean decided = false;
    int length = 1;
    for (int axis = a.rank() - 1; axis >= 0; axis--) {
      if (a.dim(axis) > 1) {
        boolean here = strides[axis] == 0;
        if (decided && here != repeated) {
          break;
        }
        repeated = here;
        decided = true;
      }
      length *= a.dim(axis);
    }
    run = length;
    single = repeated;
    runsPerTask = Math.max(1, CHUNK / run);
  }

  @Override
  public int tasks() {
    int runs = a.elements() / run;
    return (runs + runsPerTask - 1) / runsPerTask;
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int end = Math.min(a.elements(), (task + 1) * runsPerTask * run);
    for (int begin = task * runsPerTask * run; begin < end; begin += run) {
      int other = other(begin);
      if (single) {
        repeat(in[0], in[1][other], y, begin, begin + run);
      } else {
        join(in[0], in[1], other - begin, y, begin, begin + run);
      }
    }
  }

  /** Returns the place in the second tensor that belongs to a place in the first. */
  private int other(int place) {
    int other = 0;
    for (int axis = a.rank() - 1; axis >= 0; axis--) {
      other += place % a.dim(axis) * strides[axis];
      place /= a.dim(axis);
    }
    return other;
  }

  private void repeat(float[] x, float value, float[] y, int begin, int end) {
    if (sum) {
      for (int i = begin; i < end; i++) {
        y[i] = x[i] + value;
      }
    } else {
      for (int i = begin; i < end; i++) {
        y[i] = x[i] * value;
      }
    }
  }

  private void join(float[] x, float[] b, int offset, float[] y, int begin, int end) {
    if (offset == 0 && sum) {
      for (int i = begin; i < end; i++) {
        y[i] = x[i] + b[i];
      }
    } else if (sum) {
      for (int i = begin; i < end; i++) {
        y[i] = x[i] + b[i + offset];
      }
    } else {
      for (int i = begin; i < end; i++) {
        y[i] = x[i] * b[i + offset];
      }
    }
  }
}
