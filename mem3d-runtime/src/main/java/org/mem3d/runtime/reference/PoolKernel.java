package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Largest or mean value of rectangles of an image, one channel of one image a task. */
final class PoolKernel implements Kernel {
  private final boolean max;
  private final Shape x;
  private final Shape out;
  private final int[] rowBegin;
  private final int[] rowEnd;
  private final int[] columnBegin;
  private final int[] columnEnd;

  PoolKernel(Node node) {
    x = node.input(0).shape();
    out = node.shape();
    max = node.op() instanceof Op.MaxPool;
    rowBegin = new int[out.dim(2)];
    rowEnd = new int[out.dim(2)];
    columnBegin = new int[out.dim(3)];
    columnEnd = new int[out.dim(3)];
    windows(node.op(), x.dim(2), rowBegin, rowEnd);
    windows(node.op(), x.dim(3), columnBegin, columnEnd);
  }

  private static void windows(Op op, int extent, int[] begin, int[] end) {
    for (int i = 0; i < begin.length; i++) {
      if (op instanceof Op.MaxPool pool) {
        begin[i] = Math.max(0, i * pool.stride() - pool.padding());
        end[i] = Math.min(extent, i * pool.stride() - pool.padding() + pool.kernel());
      } else if (op instanceof Op.AveragePool pool) {
        begin[i] = i * pool.stride();
        end[i] = begin[i] + pool.kernel();
      } else {
        long cells = begin.length;
        begin[i] = (int) ((long) i * extent / cells);
        end[i] = (int) (((i + 1L) * extent + cells - 1) / cells);
      }
    }
  }

  @Override
  public int tasks() {
    return out.dim(0) * out.dim(1);
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int width = x.dim(3);
    int plane = task * x.dim(2) * width;
    int target = task * rowBegin.length * columnBegin.length;
    for (int i = 0; i < rowBegin.length; i++) {
      for (int j = 0; j < columnBegin.length; j++) {
        float joined = max ? Float.NEGATIVE_INFINITY : 0;
        for (int row = rowBegin[i]; row < rowEnd[i]; row++) {
          int line = plane + row * width;
          for (int column = columnBegin[j]; column < columnEnd[j]; column++) {
            float value = in[0][line + column];
            joined = max ? Math.max(joined, value) : joined + value;
          }
        }
        int count = (rowEnd[i] - rowBegin[i]) * (columnEnd[j] - columnBegin[j]);
        y[target++] = max ? joined : joined / count;
      }
    }
  }
}
