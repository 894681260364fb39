package org.mem3d.testkit;

import java.util.List;
import org.mem3d.graph.Op;
import org.mem3d.graph.Op.Activation;
import org.mem3d.graph.Shape;

/**
 * What each operation must compute: the formulas of {@link Op} written down as scalar loops in
 * double precision. Slow and plain on purpose; it shares nothing with any backend.
 */
public final class ExpectedOps {
  private ExpectedOps() {}

  /**
   * Returns the value of an operation.
   *
   * @param op any operation but Input and Parameter
   * @param shapes the shapes of its inputs
   * @param in the values of its inputs, row by row; not modified
   * @param out the shape of the result
   */
  public static double[] evaluate(Op op, List<Shape> shapes, List<double[]> in, Shape out) {
    Shape xs = shapes.get(0);
    double[] x = in.get(0);
    if (op instanceof Op.Conv2d conv) {
      return conv(conv, shapes, in, out);
    } else if (op instanceof Op.BatchNorm norm) {
      return batchNorm(norm, in, out);
    } else if (op instanceof Op.Relu) {
      return elementwise(x, v -> activate(v, Activation.RELU));
    } else if (op instanceof Op.Sigmoid) {
      return elementwise(x, v -> activate(v, Activation.SIGMOID));
    } else if (op instanceof Op.Affine affine) {
      return elementwise(x, v -> affine.scale() * v + affine.shift());
    } else if (op instanceof Op.Logit logit) {
      double epsilon = logit.epsilon();
      return elementwise(
          x,
          v -> {
            double p = Math.min(Math.max(v, epsilon), 1 - epsilon);
            return Math.log(p / (1 - p));
          });
    } else if (op instanceof Op.Add) {
      return broadcast(shapes, in, Double::sum);
    } else if (op instanceof Op.Multiply) {
      return broadcast(shapes, in, (a, b) -> a * b);
    } else if (op instanceof Op.Concat concat) {
      return concat(concat.axis(), shapes, in, out);
    } else if (op instanceof Op.Slice slice) {
      return slice(slice, xs, x, out);
    } else if (op instanceof Op.MaxPool pool) {
      return maxPool(pool, xs, x, out);
    } else if (op instanceof Op.AveragePool pool) {
      return averagePool(pool, xs, x, out);
    } else if (op instanceof Op.AdaptiveAveragePool pool) {
      return adaptivePool(pool, xs, x, out);
    } else if (op instanceof Op.Resize resize) {
      return resize(resize, xs, x, out);
    } else if (op instanceof Op.MatMul product) {
      return matmul(product, shapes, in, out);
    } else if (op instanceof Op.Softmax softmax) {
      return softmax(softmax.axis(), xs, x);
    } else if (op instanceof Op.L2Normalize norm) {
      return l2Normalize(norm, xs, x);
    } else if (op instanceof Op.TopK top) {
      return topK(top.k(), xs, x);
    } else if (op instanceof Op.Reshape) {
      return x.clone();
    } else if (op instanceof Op.Transpose transpose) {
      return transpose(transpose.order(), xs, x, out);
    } else if (op instanceof Op.Reduce reduce) {
      return reduce(reduce, xs, x, out);
    } else if (op instanceof Op.ArgMax argMax) {
      return argMax(argMax.axis(), xs, x, out);
    } else if (op instanceof Op.Linear linear) {
      return linear(linear, shapes, in, out);
    }
    throw new IllegalArgumentException("no formula for " + op);
  }

  private interface Unary {
    double of(double value);
  }

  private interface Binary {
    double of(double a, double b);
  }

  private static double activate(double v, Activation activation) {
    return switch (activation) {
      case NONE -> v;
      case RELU -> Math.max(v, 0);
      case SIGMOID -> 1 / (1 + Math.exp(-v));
    };
  }

  private static double[] elementwise(double[] x, Unary function) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = function.of(x[i]);
    }
    return y;
  }

  /** Returns the place of an element of an image tensor. */
  private static int at(Shape shape, int n, int c, int i, int j) {
    return ((n * shape.dim(1) + c) * shape.dim(2) + i) * shape.dim(3) + j;
  }

  private static double[] conv(Op.Conv2d op, List<Shape> shapes, List<double[]> in, Shape out) {
    Shape xs = shapes.get(0);
    Shape ws = shapes.get(1);
    double[] y = new double[out.elements()];
    for (int n = 0; n < out.dim(0); n++) {
      for (int o = 0; o < out.dim(1); o++) {
        for (int i = 0; i < out.dim(2); i++) {
          for (int j = 0; j < out.dim(3); j++) {
            int place = at(out, n, o, i, j);
            double sum = op.bias() ? in.get(2)[o] : 0;
            if (op.residual()) {
              sum += in.get(op.residualIndex())[place];
            }
            for (int c = 0; c < xs.dim(1); c++) {
              for (int p = 0; p < ws.dim(2); p++) {
                for (int q = 0; q < ws.dim(3); q++) {
                  int row = i * op.stride() - op.padding() + p * op.dilation();
                  int column = j * op.stride() - op.padding() + q * op.dilation();
                  if (row >= 0 && row < xs.dim(2) && column >= 0 && column < xs.dim(3)) {
                    sum += in.get(0)[at(xs, n, c, row, column)] * in.get(1)[at(ws, o, c, p, q)];
                  }
                }
              }
            }
            y[place] = activate(sum, op.activation());
          }
        }
      }
    }
    return y;
  }

  private static double[] batchNorm(Op.BatchNorm op, List<double[]> in, Shape out) {
    double[] y = new double[out.elements()];
    int area = out.dim(2) * out.dim(3);
    for (int i = 0; i < y.length; i++) {
      int c = i / area % out.dim(1);
      double scale = in.get(1)[c];
      double shift = in.get(2)[c];
      double mean = in.get(3)[c];
      double variance = in.get(4)[c];
      y[i] = (in.get(0)[i] - mean) / Math.sqrt(variance + op.epsilon()) * scale + shift;
    }
    return y;
  }

  /** Returns the index along each axis of the element at {@code place}. */
  private static int[] index(Shape shape, int place) {
    int[] index = new int[shape.rank()];
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = place % shape.dim(axis);
      place /= shape.dim(axis);
    }
    return index;
  }

  /** Returns the place of an index; where the shape's extent is 1 the index counts as 0. */
  private static int place(Shape shape, int[] index) {
    int place = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      place = place * shape.dim(axis) + (shape.dim(axis) == 1 ? 0 : index[axis]);
    }
    return place;
  }

  private static double[] broadcast(List<Shape> shapes, List<double[]> in, Binary function) {
    double[] y = new double[shapes.get(0).elements()];
    for (int i = 0; i < y.length; i++) {
      int other = place(shapes.get(1), index(shapes.get(0), i));
      y[i] = function.of(in.get(0)[i], in.get(1)[other]);
    }
    return y;
  }

  private static double[] concat(int axis, List<Shape> shapes, List<double[]> in, Shape out) {
    double[] y = new double[out.elements()];
    int begin = 0;
    for (int part = 0; part < in.size(); part++) {
      for (int i = 0; i < in.get(part).length; i++) {
        int[] index = index(shapes.get(part), i);
        index[axis] += begin;
        y[place(out, index)] = in.get(part)[i];
      }
      begin += shapes.get(part).dim(axis);
    }
    return y;
  }

  private static double[] slice(Op.Slice op, Shape xs, double[] x, Shape out) {
    double[] y = new double[out.elements()];
    for (int i = 0; i < y.length; i++) {
      int[] index = index(out, i);
      index[op.axis()] += op.begin();
      y[i] = x[place(xs, index)];
    }
    return y;
  }

  private static double[] maxPool(Op.MaxPool op, Shape xs, double[] x, Shape out) {
    double[] y = new double[out.elements()];
    for (int place = 0; place < y.length; place++) {
      int[] index = index(out, place);
      double max = Double.NEGATIVE_INFINITY;
      for (int p = 0; p < op.kernel(); p++) {
        for (int q = 0; q < op.kernel(); q++) {
          int row = index[2] * op.stride() - op.padding() + p;
          int column = index[3] * op.stride() - op.padding() + q;
          if (row >= 0 && row < xs.dim(2) && column >= 0 && column < xs.dim(3)) {
            max = Math.max(max, x[at(xs, index[0], index[1], row, column)]);
          }
        }
      }
      y[place] = max;
    }
    return y;
  }

  private static double[] averagePool(Op.AveragePool op, Shape xs, double[] x, Shape out) {
    double[] y = new double[out.elements()];
    for (int place = 0; place < y.length; place++) {
      int[] index = index(out, place);
      int row = index[2] * op.stride();
      int column = index[3] * op.stride();
      y[place] = mean(xs, x, index, row, row + op.kernel(), column, column + op.kernel());
    }
    return y;
  }

  private static double[] adaptivePool(Op.AdaptiveAveragePool op, Shape xs, double[] x, Shape out) {
    double[] y = new double[out.elements()];
    for (int place = 0; place < y.length; place++) {
      int[] index = index(out, place);
      int row = (int) Math.floor((double) index[2] * xs.dim(2) / op.height());
      int rowEnd = (int) Math.ceil((index[2] + 1.0) * xs.dim(2) / op.height());
      int column = (int) Math.floor((double) index[3] * xs.dim(3) / op.width());
      int columnEnd = (int) Math.ceil((index[3] + 1.0) * xs.dim(3) / op.width());
      y[place] = mean(xs, x, index, row, rowEnd, column, columnEnd);
    }
    return y;
  }

  private static double mean(
      Shape xs, double[] x, int[] index, int row, int rowEnd, int column, int columnEnd) {
    double sum = 0;
    for (int i = row; i < rowEnd; i++) {
      for (int j = column; j < columnEnd; j++) {
        sum += x[at(xs, index[0], index[1], i, j)];
      }
    }
    return sum / ((rowEnd - row) * (columnEnd - column));
  }

  private static double[] resize(Op.Resize op, Shape xs, double[] x, Shape out) {
    double[] y = new double[out.elements()];
    int height = xs.dim(2);
    int width = xs.dim(3);
    for (int place = 0; place < y.length; place++) {
      int[] index = index(out, place);
      int n = index[0];
      int c = index[1];
      if (op.bilinear()) {
        double row = linearSource(index[2], height, op.height(), op.alignCorners());
        double column = linearSource(index[3], width, op.width(), op.alignCorners());
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        int bottom = Math.min(top + 1, height - 1);
        int right = Math.min(left + 1, width - 1);
        double down = row - top;
        double across = column - left;
        y[place] =
            (1 - down) * (1 - across) * x[at(xs, n, c, top, left)]
                + (1 - down) * across * x[at(xs, n, c, top, right)]
                + down * (1 - across) * x[at(xs, n, c, bottom, left)]
                + down * across * x[at(xs, n, c, bottom, right)];
      } else {
        int row = nearestSource(index[2], height, op.height(), op.alignCorners());
        int column = nearestSource(index[3], width, op.width(), op.alignCorners());
        y[place] = x[at(xs, n, c, row, column)];
      }
    }
    return y;
  }

  private static double linearSource(int i, int from, int to, boolean alignCorners) {
    if (alignCorners) {
      return to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
    }
    return Math.min(from - 1, Math.max(0, (i + 0.5) * from / to - 0.5));
  }

  private static int nearestSource(int i, int from, int to, boolean alignCorners) {
    if (alignCorners) {
      return to == 1 ? 0 : (int) Math.floor((double) i * (from - 1) / (to - 1) + 0.5);
    }
    return Math.min(from - 1, (int) Math.floor((double) i * from / to));
  }

  private static double[] matmul(Op.MatMul op, List<Shape> shapes, List<double[]> in, Shape out) {
    int batch = out.rank() == 3 ? out.dim(0) : 1;
    int rows = out.dim(-2);
    int columns = out.dim(-1);
    int inner = shapes.get(0).dim(op.transposeA() ? -2 : -1);
    double[] a = in.get(0);
    double[] b = in.get(1);
    double[] y = new double[out.elements()];
    for (int n = 0; n < batch; n++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            double left = a[n * rows * inner + (op.transposeA() ? k * rows + i : i * inner + k)];
            double right =
                b[n * inner * columns + (op.transposeB() ? j * inner + k : k * columns + j)];
            sum += left * right;
          }
          y[(n * rows + i) * columns + j] = sum;
        }
      }
    }
    return y;
  }

  /** Runs over all lines along an axis: the place of a line's first element, and the step. */
  private interface Line {
    void at(int start, int step);
  }

  private static void eachLine(Shape shape, int axis, Line line) {
    int step = 1;
    for (int inner = axis + 1; inner < shape.rank(); inner++) {
      step *= shape.dim(inner);
    }
    for (int place = 0; place < shape.elements(); place++) {
      if (place / step % shape.dim(axis) == 0) {
        line.at(place, step);
      }
    }
  }

  private static double[] softmax(int axis, Shape xs, double[] x) {
    double[] y = new double[x.length];
    int length = xs.dim(axis);
    eachLine(
        xs,
        axis,
        (start, step) -> {
          double max = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < length; i++) {
            max = Math.max(max, x[start + i * step]);
          }
          double sum = 0;
          for (int i = 0; i < length; i++) {
            sum += Math.exp(x[start + i * step] - max);
          }
          for (int i = 0; i < length; i++) {
            y[start + i * step] = Math.exp(x[start + i * step] - max) / sum;
          }
        });
    return y;
  }

  private static double[] l2Normalize(Op.L2Normalize op, Shape xs, double[] x) {
    double[] y = new double[x.length];
    int length = xs.dim(op.axis());
    eachLine(
        xs,
        op.axis(),
        (start, step) -> {
          double sum = 0;
          for (int i = 0; i < length; i++) {
            sum += x[start + i * step] * x[start + i * step];
          }
          for (int i = 0; i < length; i++) {
            y[start + i * step] = x[start + i * step] / Math.max(Math.sqrt(sum), op.epsilon());
          }
        });
    return y;
  }

  private static double[] topK(int k, Shape xs, double[] x) {
    double[] y = new double[x.length];
    int length = xs.dim(-1);
    for (int start = 0; start < x.length; start += length) {
      for (int i = 0; i < length; i++) {
        int before = 0;
        for (int j = 0; j < length; j++) {
          double other = x[start + j];
          if (other > x[start + i] || (other == x[start + i] && j < i)) {
            before++;
          }
        }
        y[start + i] = before < k ? x[start + i] : Double.NEGATIVE_INFINITY;
      }
    }
    return y;
  }

  private static double[] transpose(List<Integer> order, Shape xs, double[] x, Shape out) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      int[] index = index(out, i);
      int[] source = new int[index.length];
      for (int axis = 0; axis < index.length; axis++) {
        source[order.get(axis)] = index[axis];
      }
      y[i] = x[place(xs, source)];
    }
    return y;
  }

  private static double[] reduce(Op.Reduce op, Shape xs, double[] x, Shape out) {
    double[] y = new double[out.elements()];
    boolean max = op.reduction() == Op.Reduction.MAX;
    java.util.Arrays.fill(y, max ? Double.NEGATIVE_INFINITY : 0);
    for (int i = 0; i < x.length; i++) {
      int target = place(out, index(xs, i));
      y[target] = max ? Math.max(y[target], x[i]) : y[target] + x[i];
    }
    if (op.reduction() == Op.Reduction.MEAN) {
      for (int i = 0; i < y.length; i++) {
        y[i] /= (double) x.length / y.length;
      }
    }
    return y;
  }

  private static double[] argMax(int axis, Shape xs, double[] x, Shape out) {
    double[] y = new double[out.elements()];
    eachLine(
        xs,
        axis,
        (start, step) -> {
          int best = 0;
          for (int i = 1; i < xs.dim(axis); i++) {
            if (x[start + i * step] > x[start + best * step]) {
              best = i;
            }
          }
          y[place(out, index(xs, start))] = best;
        });
    return y;
  }

  private static double[] linear(Op.Linear op, List<Shape> shapes, List<double[]> in, Shape out) {
    int features = shapes.get(0).dim(1);
    double[] y = new double[out.elements()];
    for (int n = 0; n < out.dim(0); n++) {
      for (int o = 0; o < out.dim(1); o++) {
        double sum = op.bias() ? in.get(2)[o] : 0;
        for (int i = 0; i < features; i++) {
          sum += in.get(0)[n * features + i] * in.get(1)[o * features + i];
        }
        y[n * out.dim(1) + o] = activate(sum, op.activation());
      }
    }
    return y;
  }
}
