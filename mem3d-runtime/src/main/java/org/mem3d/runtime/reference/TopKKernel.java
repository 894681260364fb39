package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** Keeps the largest values of each line of the last axis. */
final class TopKKernel implements Kernel {
  private final int kept;
  private final int length;
  private final int lines;
  private final int linesPerTask;
  private final float[][] largest;

  TopKKernel(Node node, int threads) {
    length = node.shape().dim(-1);
    kept = Math.min(((Op.TopK) node.op()).k(), length);
    lines = node.shape().elements() / length;
    linesPerTask = Math.max(1, CHUNK / length);
    largest = new float[threads][kept];
  }

  @Override
  public int tasks() {
    return (lines + linesPerTask - 1) / linesPerTask;
  }

  @Override
  public void run(float[][] in, float[] y, int task, int worker, MatrixProduct.Scratch scratch) {
    int end = Math.min(lines, (task + 1) * linesPerTask);
    for (int line = task * linesPerTask; line < end; line++) {
      line(in[0], y, line * length, largest[worker]);
    }
  }

  private void line(float[] x, float[] y, int start, float[] top) {
    int found = 0;
    for (int i = start; i < start + length; i++) {
      if (found == kept && !(x[i] > top[kept - 1])) {
        continue;
      }
      int place = found < kept ? found++ : kept - 1;
      while (place > 0 && top[place - 1] < x[i]) {
        top[place] = top[place - 1];
        place--;
      }
      top[place] = x[i];
    }
    float least = top[kept - 1];
    int ties = kept;
    for (int i = 0; i < kept; i++) {
      ties -= top[i] > least ? 1 : 0;
    }
    for (int i = start; i < start + length; i++) {
      boolean keep = x[i] > least || (x[i] == least && ties-- > 0);
      y[i] = keep ? x[i] : Float.NEGATIVE_INFINITY;
    }
  }
}
