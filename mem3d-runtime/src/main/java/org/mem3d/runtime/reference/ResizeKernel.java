package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Bilinear or nearest resampling, one channel of one image a task. */
final class ResizeKernel implements Kernel {
  private final Shape x;
  private final Shape out;
  private final Source rows;
  private final Source columns;

  /** Where each index of the result lies in the source: two neighbours and the second's share. */
  private static final class Source {
    private final int[] first;
    private final int[] second;
    private final float[] share;

    Source(Op.Resize op, int from, int to) {
      first = new int[to];
      second = new int[to];
      share = new float[to];
      for (int i = 0; i < to; i++) {
        if (op.bilinear()) {
          double at = linear(op.alignCorners(), i, from, to);
          first[i] = Math.min(from - 1, (int) at);
          second[i] = Math.min(from - 1, first[i] + 1);
          share[i] = (float) (at - first[i]);
        } else {
          first[i] = nearest(op.alignCorners(), i, from, to);
          second[i] = first[i];
        }
      }
    }

    private static double linear(boolean corners, int i, int from, int to) {
      if (corners) {
        return to == 1 ? 0 : (double) ((long) i * (from - 1)) / (to - 1);
      }
      return Math.max(0, (i + 0.5) * from / to - 0.5);
    }

    private static int nearest(boolean corners, int i, int from, int to) {
      if (corners) {
        return to == 1 ? 0 : (int) ((2L * i * (from - 1) + to - 1) / (2L * (to - 1)));
      }
      return (int) Math.min(from - 1, (long) i * from / to);
    }
  }

  ResizeKernel(Node node) {
    Op.Resize op = (Op.Resize) node.op();
    x = node.input(0).shape();
    out = node.shape();
    rows = new Source(op, x.dim(2), out.dim(2));
    columns = new Source(op, x.dim(3), out.dim(3));
  }

  @Override
  public int tasks() {
    return out.dim(0) * out.dim(1);
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    float[] image = in[0];
    int width = x.dim(3);
    int plane = task * x.dim(2) * width;
    int target = task * out.dim(2) * out.dim(3);
    for (int i = 0; i < out.dim(2); i++) {
      int top = plane + rows.first[i] * width;
      int bottom = plane + rows.second[i] * width;
      float down = rows.share[i];
      for (int j = 0; j < out.dim(3); j++) {
        int left = columns.first[j];
        int right = columns.second[j];
        float across = columns.share[j];
        float above = image[top + left] * (1 - across) + image[top + right] * across;
        float below = image[bottom + left] * (1 - across) + image[bottom + right] * across;
        y[target++] = above * (1 - down) + below * down;
      }
    }
  }
}
