package org.mem3d.backend.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mem3d.backend.nd4j.Instruction.Arguments;
import org.mem3d.backend.nd4j.Instruction.Operand;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/** Each operation of the vocabulary in ND4J operations, in the order of {@link Op}. */
final class OpLowering {
  private final Lowering to;
  private final SamplingLowering sampling;

  OpLowering(Lowering to) {
    this.to = to;
    this.sampling = new SamplingLowering(to);
  }

  /** Emits what computes a node and returns its value. */
  Value lower(Node node) {
    Op op = node.op();
    if (op instanceof Op.Conv2d conv) {
      return conv(conv, node);
    } else if (op instanceof Op.BatchNorm norm) {
      return batchNorm(norm);
    } else if (op instanceof Op.Relu) {
      return activated(Op.Activation.RELU, to.input(0), like(to.input(0)));
    } else if (op instanceof Op.Sigmoid) {
      return activated(Op.Activation.SIGMOID, to.input(0), like(to.input(0)));
    } else if (op instanceof Op.Affine affine) {
      return affine(affine);
    } else if (op instanceof Op.Logit logit) {
      return logit(logit);
    } else if (op instanceof Op.Add) {
      return binary("add");
    } else if (op instanceof Op.Multiply) {
      return binary("multiply");
    } else if (op instanceof Op.Concat concat) {
      return concat(concat, node);
    } else if (op instanceof Op.Slice slice) {
      return slice(slice, node);
    } else if (op instanceof Op.MaxPool pool) {
      return sampling.pool("maxpool2d", pool.kernel(), pool.stride(), pool.padding(), node.shape());
    } else if (op instanceof Op.AveragePool pool) {
      return sampling.pool("avgpool2d", pool.kernel(), pool.stride(), 0, node.shape());
    } else if (op instanceof Op.AdaptiveAveragePool pool) {
      return sampling.adaptivePool(pool, node.shape());
    } else if (op instanceof Op.Resize resize) {
      return sampling.resize(resize, node.shape());
    } else if (op instanceof Op.MatMul product) {
      return product(
          to.input(0), product.transposeA(), to.input(1), product.transposeB(), node.shape());
    } else if (op instanceof Op.Softmax softmax) {
      return softmax(softmax);
    } else if (op instanceof Op.L2Normalize normalize) {
      return normalize(normalize);
    } else if (op instanceof Op.TopK topK) {
      return topK(topK);
    } else if (op instanceof Op.Reshape) {
      return reshape(node.shape());
    } else if (op instanceof Op.Transpose transpose) {
      Value x = to.input(0);
      return new Value(x.storage(), node.shape(), x.layout().transposed(transpose.order()));
    } else if (op instanceof Op.Reduce reduce) {
      return reduce(reduce, node.shape());
    } else if (op instanceof Op.ArgMax argMax) {
      return argMax(argMax, node.shape());
    } else if (op instanceof Op.Linear linear) {
      Value y = product(to.input(0), false, to.input(1), true, node.shape());
      if (linear.bias()) {
        Operand bias = new Operand(to.input(2).storage(), 1, node.shape().dim(1));
        to.emit("add", List.of(y.operand(), bias), y.operand(), Arguments.NONE);
      }
      return activated(linear.activation(), y, y);
    }
    throw new IllegalStateException("no lowering of " + op);
  }

  private Value like(Value x) {
    return to.fresh(x.shape(), x.layout());
  }

  private Value conv(Op.Conv2d conv, Node node) {
    Value x = to.as(to.input(0), Layout.IMAGE);
    Value weight = to.as(to.input(1), Layout.KERNEL);
    Value y = to.fresh(node.shape(), Layout.IMAGE);
    List<Operand> operands = new ArrayList<>(List.of(x.operand(), weight.operand()));
    if (conv.bias()) {
      operands.add(to.input(2).operand());
    }
    int step = conv.stride();
    int pad = conv.padding();
    int dilation = conv.dilation();
    long height = weight.shape().dim(2);
    long width = weight.shape().dim(3);
    Arguments args =
        Arguments.integers(
            height,
            width,
            step,
            step,
            pad,
            pad,
            dilation,
            dilation, /* explicit padding */
            0,
            /* NHWC */ 1, /* kh,kw,C,O */
            0);
    to.emit("conv2d", operands, y.operand(), dilation > 1 ? args.withoutVendor() : args);
    if (conv.residual()) {
      Value residual = to.as(to.input(conv.residualIndex()), Layout.IMAGE);
      to.emit("add", List.of(y.operand(), residual.operand()), y.operand(), Arguments.NONE);
    }
    return activated(conv.activation(), y, y);
  }

  private Value batchNorm(Op.BatchNorm norm) {
    Value x = to.as(to.input(0), Layout.IMAGE);
    Value y = like(x);
    List<Operand> operands =
        List.of(
            x.operand(),
            to.input(3).operand(),
            to.input(4).operand(),
            to.input(1).operand(),
            to.input(2).operand());
    Arguments args = Arguments.integers(1, 1, 3).withNumbers(norm.epsilon());
    to.emit("batchnorm", operands, y.operand(), args);
    return y;
  }

  private Value activated(Op.Activation activation, Value x, Value y) {
    switch (activation) {
      case RELU ->
          to.emit("relu", List.of(x.operand()), y.operand(), Arguments.NONE.withNumbers(0));
      case SIGMOID -> to.emit("sigmoid", List.of(x.operand()), y.operand(), Arguments.NONE);
      case NONE -> {}
    }
    return y;
  }

  private void scalar(String op, Value x, float number, Value y) {
    to.emit(op, List.of(x.operand(), to.scalar(number)), y.operand(), Arguments.NONE);
  }

  private Value affine(Op.Affine affine) {
    Value x = to.input(0);
    Value y = like(x);
    scalar("multiply", x, affine.scale(), y);
    scalar("add", y, affine.shift(), y);
    return y;
  }

  private Value logit(Op.Logit logit) {
    Value p = like(to.input(0));
    scalar("maximum", to.input(0), logit.epsilon(), p);
    scalar("minimum", p, 1 - logit.epsilon(), p);
    Value rest = like(p);
    scalar("reversesubtract", p, 1, rest);
    to.emit("divide", List.of(p.operand(), rest.operand()), p.operand(), Arguments.NONE);
    to.emit(BoundOp.LOG, List.of(p.operand()), p.operand(), Arguments.NONE);
    return p;
  }

  private Value binary(String op) {
    Value a = to.input(0);
    Value b = to.as(to.input(1), a.layout());
    Value y = like(a);
    to.emit(op, List.of(a.operand(), b.operand()), y.operand(), Arguments.NONE);
    return y;
  }

  private Value concat(Op.Concat concat, Node node) {
    if (node.inputs().size() == 1) {
      return to.input(0);
    }
    Layout layout = to.input(0).layout();
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      operands.add(to.as(to.input(i), layout).operand());
    }
    Value y = to.fresh(node.shape(), layout);
    Arguments args = Arguments.integers(layout.position(concat.axis()));
    to.emit("concat", operands, y.operand(), args);
    return y;
  }

  private Value slice(Op.Slice slice, Node node) {
    Value x = to.input(0);
    Value y = to.fresh(node.shape(), x.layout());
    int rank = node.shape().rank();
    long[] beginAndSize = new long[2 * rank];
    beginAndSize[x.layout().position(slice.axis())] = slice.begin();
    System.arraycopy(y.dims(), 0, beginAndSize, rank, rank);
    to.emit("slice", List.of(x.operand()), y.operand(), Arguments.integers(beginAndSize));
    return y;
  }

  /** Multiplies; a layout that swaps the matrix's axes costs no more than a transposed product. */
  private Value product(Value a, boolean transposeA, Value b, boolean transposeB, Shape shape) {
    int rank = shape.rank();
    Layout swapped = rank == 2 ? new Layout(1, 0) : new Layout(0, 2, 1);
    boolean swapA = a.layout().coincides(swapped, a.shape());
    boolean swapB = b.layout().coincides(swapped, b.shape());
    Value left = to.as(a, swapA ? swapped : Layout.rowMajor(rank));
    Value right = to.as(b, swapB ? swapped : Layout.rowMajor(rank));
    Value y = to.fresh(shape, Layout.rowMajor(rank));
    Arguments args =
        Arguments.integers(transposeA != swapA ? 1 : 0, transposeB != swapB ? 1 : 0, 0);
    List<Operand> operands = List.of(single(left), single(right));
    to.emit("matmul", operands, single(y), args);
    return y;
  }

  /** Drops a batch of one: ND4J's plain product is about twice as fast as a batched one. */
  private static Operand single(Value value) {
    long[] dims = value.dims();
    return dims.length == 3 && dims[0] == 1
        ? new Operand(value.storage(), dims[1], dims[2])
        : value.operand();
  }

  /** ND4J's softmax is a hundred times slower unless the axis is the innermost. */
  private Value softmax(Op.Softmax softmax) {
    Value x = to.as(to.input(0), to.input(0).layout().innermost(softmax.axis()));
    Value y = like(x);
    long[] around = x.around(x.shape().rank() - 1);
    Operand in = new Operand(x.storage(), around[0], around[1]);
    Operand out = new Operand(y.storage(), around[0], around[1]);
    to.emit("softmax", List.of(in), out, Arguments.integers(1));
    return y;
  }

  private Value normalize(Op.L2Normalize normalize) {
    Value x = to.input(0);
    Value y = like(x);
    long[] around = x.around(x.layout().position(normalize.axis()));
    Operand in = new Operand(x.storage(), around);
    Operand out = new Operand(y.storage(), around);
    Value length = to.fresh(Shape.of((int) around[0], 1, (int) around[2]), Layout.rowMajor(3));
    Arguments alongMiddle = Arguments.integers(1).withFlags(true);
    to.emit("reduce_norm2", List.of(in), length.operand(), alongMiddle);
    scalar("maximum", length, normalize.epsilon(), length);
    to.emit("divide", List.of(in, length.operand()), out, Arguments.NONE);
    return y;
  }

  /**
   * Takes the largest value away k times, by its index; slow but exact, where ND4J's {@code top_k}
   * repeats or misses indices.
   */
  private Value topK(Op.TopK topK) {
    Value x = to.input(0);
    int axis = x.shape().rank() - 1;
    if (x.shape().dim(axis) <= topK.k()) {
      return x;
    }
    x = to.as(x, x.layout().innermost(axis));
    int length = x.shape().dim(axis);
    int rows = x.shape().elements() / length;
    Value y = like(x);
    Value rest = like(x);
    scalar("assign", y, Float.NEGATIVE_INFINITY, y);
    to.emit("assign", List.of(rest.operand(), x.operand()), rest.operand(), Arguments.NONE);

    int[] starts = new int[rows];
    Arrays.setAll(starts, row -> row * length);
    Operand rowStarts = new Operand(Storage.indices(starts), rows);
    float[] none = new float[rows];
    Arrays.fill(none, Float.NEGATIVE_INFINITY);
    Operand nothing = to.constant(none, Shape.of(rows)).operand();
    Operand index = new Operand(to.freshIndices(rows), rows);
    Operand largest = to.fresh(Shape.of(rows), Layout.rowMajor(1)).operand();
    Operand table = new Operand(rest.storage(), rows, length);
    Operand flatRest = new Operand(rest.storage(), (long) rows * length);
    Operand flatY = new Operand(y.storage(), (long) rows * length);
    Operand flatX = new Operand(x.storage(), (long) rows * length);
    for (int i = 0; i < topK.k(); i++) {
      to.emit("argmax", List.of(table), index, Arguments.integers(1).withFlags(false));
      to.emit("add", List.of(index, rowStarts), index, Arguments.NONE);
      to.emit("gather", List.of(flatX, index), largest, Arguments.integers(0));
      to.emit("scatter_upd", List.of(flatY, index, largest), flatY, Arguments.NONE);
      to.emit("scatter_upd", List.of(flatRest, index, nothing), flatRest, Arguments.NONE);
    }
    return y;
  }

  private Value reshape(Shape shape) {
    Value x = to.input(0);
    Layout layout = x.layout().reshaped(x.shape(), shape);
    if (layout != null) {
      return new Value(x.storage(), shape, layout);
    }
    Value rows = to.as(x, Layout.rowMajor(x.shape().rank()));
    return new Value(rows.storage(), shape, Layout.rowMajor(shape.rank()));
  }

  private Value reduce(Op.Reduce reduce, Shape shape) {
    Value x = to.input(0);
    Value y = to.fresh(shape, x.layout());
    String op =
        switch (reduce.reduction()) {
          case SUM -> "reduce_sum";
          case MEAN -> "reduce_mean";
          case MAX -> "reduce_max";
        };
    long[] axes = reduce.axes().stream().mapToLong(x.layout()::position).distinct().toArray();
    to.emit(op, List.of(x.operand()), y.operand(), Arguments.integers(axes).withFlags(true));
    return y;
  }

  private Value argMax(Op.ArgMax argMax, Shape shape) {
    Value x = to.input(0);
    Value y = to.fresh(shape, x.layout());
    long[] around = x.around(x.layout().position(argMax.axis()));
    Storage index = to.freshIndices(around[0] * around[2]);
    Operand found = new Operand(index, around[0], around[2]);
    Arguments alongMiddle = Arguments.integers(1).withFlags(false);
    to.emit("argmax", List.of(new Operand(x.storage(), around)), found, alongMiddle);
    Operand out = new Operand(y.storage(), around[0], around[2]);
    to.emit("cast", List.of(found), out, Arguments.integers(/* float */ 5));
    return y;
  }
}
