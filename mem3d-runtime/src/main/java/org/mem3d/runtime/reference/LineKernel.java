package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Operations along the lines of one axis: softmax, L2 normalisation, arg max. */
final class LineKernel implements Kernel {
  private final Op op;
  private final int length;
  private final int step;
  private final int lines;
  private final int linesPerTask;

  LineKernel(Node node, int axis) {
    Shape x = node.input(0).shape();
    op = node.op();
    length = x.dim(axis);
    int inner = 1;
    for (int i = axis + 1; i < x.rank(); i++) {
      inner *= x.dim(i);
    }
    step = inner;
    lines = x.elements() / length;
    linesPerTask = Math.max(1, CHUNK / length);
  }

  @Override
  public int tasks() {
    return (lines + linesPerTask - 1) / linesPerTask;
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int end = Math.min(lines, (task + 1) * linesPerTask);
    for (int line = task * linesPerTask; line < end; line++) {
      int start = line / step * length * step + line % step;
      if (op instanceof Op.Softmax) {
        softmax(in[0], y, start);
      } else if (op instanceof Op.L2Normalize norm) {
        normalize(norm.epsilon(), in[0], y, start);
      } else {
        y[line] = argMax(in[0], start);
      }
    }
  }

  private void softmax(float[] x, float[] y, int start) {
    int end = start + length * step;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = start; i < end; i += step) {
      max = Math.max(max, x[i]);
    }
    double sum = 0;
    for (int i = start; i < end; i += step) {
      float value = (float) Math.exp(x[i] - max);
      y[i] = value;
      sum += value;
    }
    float factor = (float) (1 / sum);
    for (int i = start; i < end; i += step) {
      y[i] *= factor;
    }
  }

  private void normalize(float epsilon, float[] x, float[] y, int start) {
    int end = start + length * step;
    double sum = 0;
    for (int i = start; i < end; i += step) {
      sum += (double) x[i] * x[i];
    }
    float factor = (float) (1 / Math.max(Math.sqrt(sum), epsilon));
    for (int i = start; i < end; i += step) {
      y[i] = x[i] * factor;
    }
  }

  private int argMax(float[] x, int start) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      if (x[start + i * step] > x[start + best * step]) {
        best = i;
      }
    }
    return best;
  }
}
