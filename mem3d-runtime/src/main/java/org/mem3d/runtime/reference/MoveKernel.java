package org.mem3d.runtime.reference;

import java.util.List;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Operations that only move elements: concat, slice, transpose; one task each. */
final class MoveKernel implements Kernel {
  private final Node node;

  MoveKernel(Node node) {
    this.node = node;
  }

  @Override
  public int tasks() {
    return 1;
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    if (node.op() instanceof Op.Concat concat) {
      concat(concat.axis(), in, y);
    } else if (node.op() instanceof Op.Slice slice) {
      slice(slice, in[0], y);
    } else {
      transpose(((Op.Transpose) node.op()).order(), in[0], y);
    }
  }

  private static int inner(Shape shape, int axis) {
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.dim(i);
    }
    return inner;
  }

  private void concat(int axis, float[][] in, float[] y) {
    int inner = inner(node.shape(), axis);
    int run = node.shape().dim(axis) * inner;
    int outer = node.shape().elements() / run;
    int at = 0;
    for (int part = 0; part < in.length; part++) {
      int length = node.input(part).shape().dim(axis) * inner;
      for (int i = 0; i < outer; i++) {
        System.arraycopy(in[part], i * length, y, i * run + at, length);
      }
      at += length;
    }
  }

  private void slice(Op.Slice op, float[] x, float[] y) {
    int inner = inner(node.shape(), op.axis());
    int length = (op.end() - op.begin()) * inner;
    int run = node.input(0).shape().dim(op.axis()) * inner;
    for (int i = 0; i < node.shape().elements() / length; i++) {
      System.arraycopy(x, i * run + op.begin() * inner, y, i * length, length);
    }
  }

  private void transpose(List<Integer> order, float[] x, float[] y) {
    Shape out = node.shape();
    int last = out.rank() - 1;
    int step = inner(node.input(0).shape(), order.get(last));
    int length = out.dim(last);
    for (int start = 0; start < out.elements(); start += length) {
      int source = 0;
      int place = start / length;
      for (int axis = last - 1; axis >= 0; axis--) {
        source += place % out.dim(axis) * inner(node.input(0).shape(), order.get(axis));
        place /= out.dim(axis);
      }
      for (int i = 0; i < length; i++) {
        y[start + i] = x[source + i * step];
      }
    }
  }
}
