package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Batch normalisation with stored statistics, one channel of one image a task. */
final class BatchNormKernel implements Kernel {
  private final float epsilon;
  private final Shape shape;

  BatchNormKernel(Node node) {
    epsilon = ((Op.BatchNorm) node.op()).epsilon();
    shape = node.shape();
  }

  @Override
  public int tasks() {
    return shape.dim(0) * shape.dim(1);
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int c = task % shape.dim(1);
    float mean = in[3][c];
    float factor = (float) (in[1][c] / Math.sqrt((double) in[4][c] + epsilon));
    float shift = in[2][c];
    int area = shape.dim(2) * shape.dim(3);
    float[] x = in[0];
    for (int i = task * area; i < (task + 1) * area; i++) {
      y[i] = (x[i] - mean) * factor + shift;
    }
  }
}
