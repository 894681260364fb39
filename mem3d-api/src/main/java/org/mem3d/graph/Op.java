package org.mem3d.graph;

import java.util.Arrays;
import java.util.List;

/**
 * An operation of a graph: the whole vocabulary, one record each, with its formula, its inputs in
 * order and the shapes that it accepts. The pure-Java {@code reference} backend is the executable
 * form of these definitions.
 *
 * <p>All operations are immutable. Names in the formulas: n image, c channel, y row, x column; y(.)
 * the result, x(.) the first input. (One file for all of them, since a backend author reads them
 * together.)
 */
public sealed interface Op {

  /**
   * Returns the shape of the result.
   *
   * @throws GraphException if the number of inputs or their shapes do not fit; the message names
   *     them
   */
  Shape infer(List<Shape> inputs);

  /** Returns the floating-point operations of one evaluation, a multiply-add counting as two. */
  default long flops(List<Shape> inputs, Shape output) {
    return output.elements();
  }

  /** Returns the operation's name, as in {@code Conv2d}. */
  default String kind() {
    return getClass().getSimpleName();
  }

  /** What is applied to a value just before it is stored. */
  enum Activation {
    /** Nothing. */
    NONE,
    /** max(v, 0). */
    RELU,
    /** 1 / (1 + exp(-v)). */
    SIGMOID
  }

  /** A tensor that is given at each run. No inputs. */
  record Input(Shape shape) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 0);
      return shape;
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 0;
    }
  }

  /** A tensor of the weights, named as the node. No inputs. */
  record Parameter(Shape shape) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 0);
      return shape;
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 0;
    }
  }

  /**
   * Two-dimensional convolution (cross-correlation), optionally with bias, a residual added and an
   * activation.
   *
   * <p>{@code y(n,o,i,j) = act(bias(o) + residual(n,o,i,j) + sum over c,p,q of x(n, c, i*stride -
   * padding + p*dilation, j*stride - padding + q*dilation) * weight(o,c,p,q))}, x being 0 outside.
   *
   * <p>Inputs: x (N,C,H,W); weight (O,C,kh,kw); bias (O) if {@code bias}; residual, of the result's
   * shape, if {@code residual}.
   *
   * @param stride step between outputs, in both directions
   * @param padding zeros on every side
   * @param dilation step between the kernel's taps
   * @param bias whether a bias is among the inputs
   * @param residual whether a residual is among the inputs
   * @param activation applied last
   */
  record Conv2d(
      int stride, int padding, int dilation, boolean bias, boolean residual, Activation activation)
      implements Op {
    /** Makes a plain convolution: no residual, no activation. */
    public Conv2d(int stride, int padding, int dilation, boolean bias) {
      this(stride, padding, dilation, bias, false, Activation.NONE);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 2 + (bias ? 1 : 0) + (residual ? 1 : 0));
      Shape x = Shapes.rank(this, inputs.get(0), 4);
      Shape weight = Shapes.rank(this, inputs.get(1), 4);
      Shapes.require(this, weight.dim(1) == x.dim(1), "input channels", x, weight);
      int height = Shapes.window(this, x, 2, weight.dim(2), stride, padding, dilation);
      int width = Shapes.window(this, x, 3, weight.dim(3), stride, padding, dilation);
      Shape out = Shape.of(x.dim(0), weight.dim(0), height, width);
      if (bias) {
        Shapes.require(
            this, inputs.get(2).equals(Shape.of(out.dim(1))), "bias", inputs.get(2), weight);
      }
      if (residual) {
        Shape added = inputs.get(inputs.size() - 1);
        Shapes.require(this, added.equals(out), "residual", added, out);
      }
      return out;
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      Shape weight = inputs.get(1);
      return 2L * output.elements() * weight.dim(1) * weight.dim(2) * weight.dim(3);
    }

    /** Returns the place of the residual among the inputs; meaningful only if there is one. */
    public int residualIndex() {
      return bias ? 3 : 2;
    }
  }

  /**
   * Batch normalisation with stored statistics: {@code y = (x - mean(c)) / sqrt(variance(c) +
   * epsilon) * scale(c) + shift(c)}.
   *
   * <p>Inputs: x (N,C,H,W); scale, shift, mean, variance, each (C).
   */
  record BatchNorm(float epsilon) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 5);
      Shape x = Shapes.rank(this, inputs.get(0), 4);
      for (Shape statistics : inputs.subList(1, 5)) {
        Shapes.require(
            this, statistics.equals(Shape.of(x.dim(1))), "statistics per channel", statistics, x);
      }
      return x;
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 2L * output.elements();
    }
  }

  /** {@code y = max(x, 0)}. Input: x, any shape. */
  record Relu() implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.same(this, inputs);
    }
  }

  /** {@code y = 1 / (1 + exp(-x))}. Input: x, any shape. */
  record Sigmoid() implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.same(this, inputs);
    }
  }

  /** {@code y = scale * x + shift}, both numbers fixed. Input: x, any shape. */
  record Affine(float scale, float shift) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.same(this, inputs);
    }
  }

  /**
   * {@code y = ln(p / (1 - p))} with {@code p = min(max(x, epsilon), 1 - epsilon)}. Input: x, any
   * shape.
   */
  record Logit(float epsilon) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.same(this, inputs);
    }
  }

  /**
   * {@code y = a + b}. Inputs: a; b, of the same rank, each extent equal to a's or 1 (and then
   * repeated).
   */
  record Add() implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.broadcast(this, inputs);
    }
  }

  /**
   * {@code y = a * b}, element by element. Inputs: a; b, of the same rank, each extent equal to a's
   * or 1 (and then repeated).
   */
  record Multiply() implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      return Shapes.broadcast(this, inputs);
    }
  }

  /** Joins tensors along one axis. Inputs: one or more, equal in every other extent. */
  record Concat(int axis) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.require(this, !inputs.isEmpty(), "at least one input", inputs.toArray(new Shape[0]));
      Shape first = inputs.get(0);
      Shapes.axis(this, first, axis);
      int extent = 0;
      for (Shape input : inputs) {
        Shapes.require(
            this,
            input.rank() == first.rank() && input.with(axis, 1).equals(first.with(axis, 1)),
            "extents other than axis " + axis,
            first,
            input);
        extent += input.dim(axis);
      }
      return first.with(axis, extent);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 0;
    }
  }

  /** The part {@code begin <= index < end} of a tensor along one axis. Input: x. */
  record Slice(int axis, int begin, int end) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 1);
      Shape x = inputs.get(0);
      Shapes.axis(this, x, axis);
      Shapes.require(
          this, 0 <= begin && begin < end && end <= x.dim(axis), begin + ".." + end + " inside", x);
      return x.with(axis, end - begin);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 0;
    }
  }

  /**
   * Largest value of each square window; outside counts as minus infinity. Input: x (N,C,H,W); the
   * result has {@code floor((H + 2*padding - kernel) / stride) + 1} rows.
   */
  record MaxPool(int kernel, int stride, int padding) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 1);
      Shape x = Shapes.rank(this, inputs.get(0), 4);
      Shapes.require(this, 2 * padding <= kernel, "padding of at most half the kernel", x);
      return Shape.of(
          x.dim(0),
          x.dim(1),
          Shapes.window(this, x, 2, kernel, stride, padding, 1),
          Shapes.window(this, x, 3, kernel, stride, padding, 1));
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return (long) output.elements() * kernel * kernel;
    }
  }

  /** Mean of each square window, without padding. Input: x (N,C,H,W). */
  record AveragePool(int kernel, int stride) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 1);
      Shape x = Shapes.rank(this, inputs.get(0), 4);
      return Shape.of(
          x.dim(0),
          x.dim(1),
          Shapes.window(this, x, 2, kernel, stride, 0, 1),
          Shapes.window(this, x, 3, kernel, stride, 0, 1));
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return (long) output.elements() * kernel * kernel;
    }
  }

  /**
   * Means over a grid of {@code height x width} cells: cell i covers rows {@code floor(i*H/height)}
   * to {@code ceil((i+1)*H/height) - 1}, columns alike. Input: x (N,C,H,W).
   */
  record AdaptiveAveragePool(int height, int width) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 1);
      Shape x = Shapes.rank(this, inputs.get(0), 4);
      Shapes.require(this, height > 0 && width > 0, "a grid of at least 1x1", x);
      return Shape.of(x.dim(0), x.dim(1), height, width);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return inputs.get(0).elements();
    }
  }

  /**
   * Resamples images to {@code height x width}. Input: x (N,C,H,W).
   *
   * <p>Row i of the result lies at {@code s} in the source: bilinear, {@code s =
   * i*(H-1)/(height-1)} (0 if height is 1) with aligned corners, else {@code s = max(0,
   * (i+0.5)*H/height - 0.5)}; the two nearest rows are mixed linearly, beyond the last row it is
   * repeated. Nearest: row {@code min(H-1, floor(i*H/height))} (aligned corners: {@code
   * floor(i*(H-1)/(height-1) + 0.5)}). Columns alike.
   *
   * @param bilinear whether to mix neighbours; otherwise the nearest is taken
   * @param height rows of the result
   * @param width columns of the result
   * @param alignCorners whether the centres of the corner pixels coincide, rather than their
   *     corners
   */
  record Resize(boolean bilinear, int height, int width, boolean alignCorners) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 1);
      Shape x = Shapes.rank(this, inputs.get(0), 4);
      Shapes.require(this, height > 0 && width > 0, "a positive size", x);
      return Shape.of(x.dim(0), x.dim(1), height, width);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return bilinear ? 6L * output.elements() : 0;
    }
  }

  /**
   * Product of matrices, for each entry of a batch. Inputs: a (M,K) or (B,M,K), or (.., K,M) if
   * {@code transposeA}; b (K,N) or (B,K,N), or (.., N,K) if {@code transposeB}; both of the same
   * rank. Result (M,N) or (B,M,N).
   */
  record MatMul(boolean transposeA, boolean transposeB) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 2);
      Shape a = inputs.get(0);
      Shape b = inputs.get(1);
      Shapes.require(
          this, a.rank() == b.rank() && (a.rank() == 2 || a.rank() == 3), "ranks of 2 or 3", a, b);
      Shapes.require(this, a.rank() == 2 || a.dim(0) == b.dim(0), "batch", a, b);
      int inner = a.dim(transposeA ? -2 : -1);
      Shapes.require(this, inner == b.dim(transposeB ? -1 : -2), "inner extent", a, b);
      int rows = a.dim(transposeA ? -1 : -2);
      int columns = b.dim(transposeB ? -2 : -1);
      return a.rank() == 2 ? Shape.of(rows, columns) : Shape.of(a.dim(0), rows, columns);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 2L * output.elements() * inputs.get(0).dim(transposeA ? -2 : -1);
    }
  }

  /** {@code y = exp(x - max) / sum of exp(x - max)} along one axis. Input: x, any shape. */
  record Softmax(int axis) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.axis(this, Shapes.same(this, inputs), axis);
      return inputs.get(0);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 5L * output.elements();
    }
  }

  /** {@code y = x / max(sqrt(sum of x^2 along axis), epsilon)}. Input: x, any shape. */
  record L2Normalize(int axis, float epsilon) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.axis(this, Shapes.same(this, inputs), axis);
      return inputs.get(0);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 3L * output.elements();
    }
  }

  /**
   * Keeps the {@code k} largest values along the last axis (of equal ones the first) and makes the
   * others minus infinity, so that a softmax that follows gives them no weight. Input: x, any
   * shape; all of it is kept where the axis is not longer than k.
   */
  record TopK(int k) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shape x = Shapes.same(this, inputs);
      Shapes.require(this, k > 0, "k of at least 1", x);
      return x;
    }
  }

  /** The same elements in the same order under another shape. Input: x, as many elements. */
  record Reshape(Shape shape) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 1);
      Shapes.require(
          this, inputs.get(0).elements() == shape.elements(), "elements", inputs.get(0), shape);
      return shape;
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 0;
    }
  }

  /**
   * Reorders the axes: axis i of the result is axis {@code order(i)} of the input. Input: x.
   *
   * @param order a permutation of the axes
   */
  record Transpose(List<Integer> order) implements Op {
    /** Copies the order. */
    public Transpose {
      order = List.copyOf(order);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, 1);
      Shape x = inputs.get(0);
      int[] dims = new int[order.size()];
      boolean[] seen = new boolean[order.size()];
      for (int i = 0; i < dims.length; i++) {
        int from = order.get(i);
        Shapes.require(
            this,
            order.size() == x.rank() && from >= 0 && from < dims.length && !seen[from],
            "a permutation of the axes",
            x);
        seen[from] = true;
        dims[i] = x.dim(from);
      }
      return Shape.of(dims);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 0;
    }
  }

  /** How {@link Reduce} joins values. */
  enum Reduction {
    /** Their sum. */
    SUM,
    /** Their arithmetic mean. */
    MEAN,
    /** The largest. */
    MAX
  }

  /** Joins the values along axes, whose extents become 1. Input: x, any shape. */
  record Reduce(Reduction reduction, List<Integer> axes) implements Op {
    /** Copies the axes. */
    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      Shape shape = Shapes.same(this, inputs);
      Shapes.require(this, !axes.isEmpty(), "at least one axis", shape);
      for (int axis : axes) {
        Shapes.axis(this, shape, axis);
        shape = shape.with(axis, 1);
      }
      return shape;
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return inputs.get(0).elements();
    }
  }

  /** Index of the largest value along one axis (of equal ones the first), as a float. Input: x. */
  record ArgMax(int axis) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.axis(this, Shapes.same(this, inputs), axis);
      return inputs.get(0).with(axis, 1);
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return inputs.get(0).elements();
    }
  }

  /**
   * Fully connected layer: {@code y(n,o) = act(bias(o) + sum over i of x(n,i) * weight(o,i))}.
   *
   * <p>Inputs: x (N,I); weight (O,I); bias (O) if {@code bias}.
   */
  record Linear(boolean bias, Activation activation) implements Op {
    @Override
    public Shape infer(List<Shape> inputs) {
      Shapes.count(this, inputs, bias ? 3 : 2);
      Shape x = Shapes.rank(this, inputs.get(0), 2);
      Shape weight = Shapes.rank(this, inputs.get(1), 2);
      Shapes.require(this, x.dim(1) == weight.dim(1), "input features", x, weight);
      if (bias) {
        Shape added = inputs.get(2);
        Shapes.require(this, added.equals(Shape.of(weight.dim(0))), "bias", added, weight);
      }
      return Shape.of(x.dim(0), weight.dim(0));
    }

    @Override
    public long flops(List<Shape> inputs, Shape output) {
      return 2L * output.elements() * inputs.get(1).dim(1);
    }
  }

  /** The checks that the operations share. */
  final class Shapes {
    private Shapes() {}

    static void count(Op op, List<Shape> inputs, int wanted) {
      if (inputs.size() != wanted) {
        throw new GraphException(
            op + " takes " + wanted + " inputs, not " + inputs.size() + ": " + inputs);
      }
    }

    static Shape same(Op op, List<Shape> inputs) {
      count(op, inputs, 1);
      return inputs.get(0);
    }

    static Shape rank(Op op, Shape shape, int rank) {
      require(op, shape.rank() == rank, "rank " + rank, shape);
      return shape;
    }

    static void axis(Op op, Shape shape, int axis) {
      require(op, axis >= 0 && axis < shape.rank(), "axis " + axis + " of", shape);
    }

    static Shape broadcast(Op op, List<Shape> inputs) {
      count(op, inputs, 2);
      Shape a = inputs.get(0);
      Shape b = inputs.get(1);
      require(op, a.rank() == b.rank(), "equal ranks", a, b);
      for (int i = 0; i < a.rank(); i++) {
        require(op, b.dim(i) == a.dim(i) || b.dim(i) == 1, "extents equal or 1", a, b);
      }
      return a;
    }

    static int window(Op op, Shape x, int axis, int kernel, int stride, int padding, int dilation) {
      require(op, stride > 0 && dilation > 0 && padding >= 0 && kernel > 0, "positive steps", x);
      int span = x.dim(axis) + 2 * padding - dilation * (kernel - 1) - 1;
      require(op, span >= 0, "an image not smaller than the kernel", x);
      return span / stride + 1;
    }

    static void require(Op op, boolean condition, String what, Shape... shapes) {
      if (!condition) {
        throw new GraphException(op + ": wants " + what + ", got " + Arrays.toString(shapes));
      }
    }
  }
}
