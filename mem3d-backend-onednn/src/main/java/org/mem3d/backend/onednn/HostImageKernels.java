package org.mem3d.backend.onednn;

import java.util.Arrays;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Resizing with aligned corners and adaptive pooling, on channels-last images. */
final class HostImageKernels {
  private HostImageKernels() {}

  /**
   * Where one row (or column) of a result comes from.
   *
   * @param first index of the first of the two neighbours
   * @param second index of the second
   * @param weight share of the second
   */
  record Tap(int first, int second, float weight) {}

  static void lowerResize(Lowering lowering, Group group, Op.Resize resize) {
    Shape from = group.root().input(0).shape();
    Tap[] rows = taps(resize, from.dim(2), resize.height());
    Tap[] columns = taps(resize, from.dim(3), resize.width());
    add(lowering, group, (x, y) -> resize(from, rows, columns, x, y));
  }

  static void lowerAdaptivePool(Lowering lowering, Group group) {
    Node node = group.root();
    Shape from = node.input(0).shape();
    Shape to = node.shape();
    add(lowering, group, (x, y) -> adaptivePool(from, to, x, y));
  }

  private static void add(Lowering lowering, Group group, HostStep.Kernel kernel) {
    Node node = group.root();
    Value x = lowering.natural(node.input(0), DType.F32);
    Value result = lowering.newValue(node.shape(), DType.F32, Layout.natural(node.shape()));
    lowering.add(new HostStep(node.name(), group.kinds() + "  Java", kernel, x, result));
    lowering.define(group, result);
  }

  /**
   * Returns where each row (or column) of a result comes from.
   *
   * @param from rows (or columns) of the source
   * @param to rows (or columns) of the result
   */
  static Tap[] taps(Op.Resize resize, int from, int to) {
    Tap[] taps = new Tap[to];
    for (int i = 0; i < to; i++) {
      if (!resize.bilinear()) {
        double at =
            resize.alignCorners()
                ? (to == 1 ? 0 : Math.floor((double) i * (from - 1) / (to - 1) + 0.5))
                : Math.floor((double) i * from / to);
        int index = (int) Math.min(from - 1, at);
        taps[i] = new Tap(index, index, 0);
        continue;
      }
      double at =
          resize.alignCorners()
              ? (to == 1 ? 0 : (double) i * (from - 1) / (to - 1))
              : Math.max(0, (i + 0.5) * from / to - 0.5);
      int first = Math.min(from - 1, (int) at);
      taps[i] = new Tap(first, Math.min(from - 1, first + 1), (float) (at - first));
    }
    return taps;
  }

  private static void resize(Shape from, Tap[] rows, Tap[] columns, float[] x, float[] y) {
    int channels = from.dim(1);
    int rowLength = from.dim(3) * channels;
    int to = 0;
    for (int n = 0; n < from.dim(0); n++) {
      int image = n * from.dim(2) * rowLength;
      for (Tap row : rows) {
        int upper = image + row.first * rowLength;
        int lower = image + row.second * rowLength;
        for (Tap column : columns) {
          int left = column.first * channels;
          int right = column.second * channels;
          float v = row.weight;
          float h = column.weight;
          for (int c = 0; c < channels; c++) {
            float above = x[upper + left + c] * (1 - h) + x[upper + right + c] * h;
            float below = x[lower + left + c] * (1 - h) + x[lower + right + c] * h;
            y[to + c] = above * (1 - v) + below * v;
          }
          to += channels;
        }
      }
    }
  }

  private static void adaptivePool(Shape from, Shape to, float[] x, float[] y) {
    int channels = from.dim(1);
    int height = from.dim(2);
    int width = from.dim(3);
    double[] sums = new double[channels];
    int cell = 0;
    for (int n = 0; n < from.dim(0); n++) {
      for (int i = 0; i < to.dim(2); i++) {
        int top = i * height / to.dim(2);
        int bottom = ((i + 1) * height + to.dim(2) - 1) / to.dim(2);
        for (int j = 0; j < to.dim(3); j++) {
          int left = j * width / to.dim(3);
          int right = ((j + 1) * width + to.dim(3) - 1) / to.dim(3);
          Arrays.fill(sums, 0);
          for (int row = top; row < bottom; row++) {
            int at = ((n * height + row) * width + left) * channels;
            for (int column = left; column < right; column++, at += channels) {
              for (int c = 0; c < channels; c++) {
                sums[c] += x[at + c];
              }
            }
          }
          double count = (double) (bottom - top) * (right - left);
          for (int c = 0; c < channels; c++) {
            y[cell + c] = (float) (sums[c] / count);
          }
          cell += channels;
        }
      }
    }
  }
}
