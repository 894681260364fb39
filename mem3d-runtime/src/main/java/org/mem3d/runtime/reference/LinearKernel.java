package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** Fully connected layer, one row of the result a task. */
final class LinearKernel implements Kernel {
  private final Op.Linear op;
  private final int rows;
  private final int features;
  private final int results;

  LinearKernel(Node node) {
    op = (Op.Linear) node.op();
    rows = node.shape().dim(0);
    results = node.shape().dim(1);
    features = node.input(0).shape().dim(1);
  }

  @Override
  public int tasks() {
    return rows;
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    for (int o = 0; o < results; o++) {
      float sum = op.bias() ? in[2][o] : 0;
      for (int i = 0; i < features; i++) {
        sum += in[0][task * features + i] * in[1][o * features + i];
      }
      y[task * results + o] = sum;
    }
    PointwiseKernel.activate(op.activation(), y, task * results, (task + 1) * results);
  }
}
