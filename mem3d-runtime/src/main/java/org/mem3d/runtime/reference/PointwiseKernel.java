package org.mem3d.runtime.reference;

import org.mem3d.graph.Op;
import org.mem3d.graph.Op.Activation;
import org.mem3d.graph.Shape;

/** Operations of one input, element by element. */
final class PointwiseKernel implements Kernel {
  private final Op op;
  private final int elements;

  PointwiseKernel(Op op, Shape shape) {
    this.op = op;
    this.elements = shape.elements();
  }

  @Override
  public int tasks() {
    return (elements + CHUNK - 1) / CHUNK;
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int begin = task * CHUNK;
    int end = Math.min(elements, begin + CHUNK);
    float[] x = in[0];
    if (op instanceof Op.Affine affine) {
      float scale = affine.scale();
      float shift = affine.shift();
      for (int i = begin; i < end; i++) {
        y[i] = scale * x[i] + shift;
      }
    } else if (op instanceof Op.Logit logit) {
      double epsilon = logit.epsilon();
      for (int i = begin; i < end; i++) {
        double p = Math.min(Math.max(x[i], epsilon), 1 - epsilon);
        y[i] = (float) Math.log(p / (1 - p));
      }
    } else {
      System.arraycopy(x, begin, y, begin, end - begin);
      activate(op instanceof Op.Relu ? Activation.RELU : Activation.SIGMOID, y, begin, end);
    }
  }

  /** Applies an activation in place. */
  static void activate(Activation activation, float[] values, int begin, int end) {
    switch (activation) {
      case NONE -> {}
      case RELU -> {
        for (int i = begin; i < end; i++) {
          values[i] = Math.max(values[i], 0);
        }
      }
      case SIGMOID -> {
        for (int i = begin; i < end; i++) {
          values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
      }
    }
  }
}
