package org.mem3d.onnx;

import static org.mem3d.onnx.ModelParts.attribute;
import static org.mem3d.onnx.ModelParts.attributes;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Op.Activation;
import org.mem3d.graph.Shape;

/**
 * One node as the ONNX operators that compute it. Where ONNX has no such operator, or one whose
 * definition leaves room, several plain ones take its place ({@link Sampling}). Used by one thread.
 */
final class OpTranslation {
  private final ModelParts parts;
  private final Node node;
  private final List<String> inputs;

  OpTranslation(ModelParts parts, Node node) {
    this.parts = parts;
    this.node = node;
    this.inputs = node.inputs().stream().map(parts::of).toList();
  }

  /** Adds the operators; the last one's value bears the node's name. */
  void add() {
    Op op = node.op();
    if (op instanceof Op.Conv2d conv) {
      conv(conv);
    } else if (op instanceof Op.BatchNorm norm) {
      last("BatchNormalization", inputs, attribute("epsilon", norm.epsilon()));
    } else if (op instanceof Op.Relu) {
      last("Relu", inputs);
    } else if (op instanceof Op.Sigmoid) {
      last("Sigmoid", inputs);
    } else if (op instanceof Op.Affine affine) {
      String scaled = step("Mul", "scaled", List.of(x(), scalar("scale", affine.scale())));
      last("Add", List.of(scaled, scalar("shift", affine.shift())));
    } else if (op instanceof Op.Logit logit) {
      logit(logit.epsilon());
    } else if (op instanceof Op.Add) {
      last("Add", inputs);
    } else if (op instanceof Op.Multiply) {
      last("Mul", inputs);
    } else if (op instanceof Op.Concat concat) {
      last("Concat", inputs, attribute("axis", concat.axis()));
    } else if (op instanceof Op.Slice slice) {
      String begin = integers("begin", slice.begin());
      String end = integers("end", slice.end());
      last("Slice", List.of(x(), begin, end, integers("axis", slice.axis())));
    } else if (op instanceof Op.MaxPool pool) {
      last(
          "MaxPool",
          inputs,
          attributes("kernel_shape", pool.kernel(), pool.kernel()),
          attributes("strides", pool.stride(), pool.stride()),
          pads(pool.padding()));
    } else if (op instanceof Op.AveragePool pool) {
      averagePool(pool.kernel(), pool.kernel(), pool.stride(), pool.stride());
    } else if (op instanceof Op.AdaptiveAveragePool) {
      adaptiveAveragePool();
    } else if (op instanceof Op.Resize resize) {
      resize(resize);
    } else if (op instanceof Op.MatMul product) {
      String a = product.transposeA() ? turned(0) : inputs.get(0);
      String b = product.transposeB() ? turned(1) : inputs.get(1);
      last("MatMul", List.of(a, b));
    } else if (op instanceof Op.Softmax softmax) {
      last("Softmax", inputs, attribute("axis", softmax.axis()));
    } else if (op instanceof Op.L2Normalize normalize) {
      String norm = step("ReduceL2", "norm", inputs, attributes("axes", normalize.axis()));
      String floor = scalar("epsilon", normalize.epsilon());
      last("Div", List.of(x(), step("Max", "bounded", List.of(norm, floor))));
    } else if (op instanceof Op.TopK top) {
      topK(top.k());
    } else if (op instanceof Op.Reshape reshape) {
      last("Reshape", List.of(x(), shapeOf(reshape.shape())));
    } else if (op instanceof Op.Transpose transpose) {
      last("Transpose", inputs, attributes("perm", ints(transpose.order())));
    } else if (op instanceof Op.Reduce reduce) {
      reduce(reduce);
    } else if (op instanceof Op.ArgMax max) {
      String index = step("ArgMax", "index", inputs, attribute("axis", max.axis()));
      last("Cast", List.of(index), attribute("to", TensorProto.DataType.FLOAT.getNumber()));
    } else if (op instanceof Op.Linear linear) {
      lastActivated(linear.activation(), "Gemm", inputs, attribute("transB", 1));
    } else {
      throw new IllegalStateException("no translation of " + op);
    }
  }

  private void conv(Op.Conv2d conv) {
    Shape weight = node.input(1).shape();
    AttributeProto[] attributes = {
      attributes("kernel_shape", weight.dim(2), weight.dim(3)),
      attributes("strides", conv.stride(), conv.stride()),
      attributes("dilations", conv.dilation(), conv.dilation()),
      pads(conv.padding())
    };
    if (conv.residual()) {
      List<String> own = inputs.subList(0, conv.residualIndex());
      String sum = step("Conv", "convolved", own, attributes);
      lastActivated(conv.activation(), "Add", List.of(sum, inputs.get(conv.residualIndex())));
    } else {
      lastActivated(conv.activation(), "Conv", inputs, attributes);
    }
  }

  private void logit(float epsilon) {
    List<String> bounds = List.of(x(), scalar("min", epsilon), scalar("max", 1 - epsilon));
    String clipped = step("Clip", "clipped", bounds);
    String rest = step("Sub", "rest", List.of(scalar("one", 1), clipped));
    last("Log", List.of(step("Div", "odds", List.of(clipped, rest))));
  }

  private void averagePool(int height, int width, int strideY, int strideX) {
    last(
        "AveragePool",
        inputs,
        attributes("kernel_shape", height, width),
        attributes("strides", strideY, strideX));
  }

  /** Cells of one size are an average pooling; others the product with a matrix on each side. */
  private void adaptiveAveragePool() {
    Shape from = node.input(0).shape();
    Shape to = node.shape();
    if (from.dim(2) % to.dim(2) == 0 && from.dim(3) % to.dim(3) == 0) {
      int height = from.dim(2) / to.dim(2);
      int width = from.dim(3) / to.dim(3);
      averagePool(height, width, height, width);
      return;
    }
    int[] rowsShape = {to.dim(2), from.dim(2)};
    String rows = parts.constant(named("rows"), rowsShape, Sampling.cells(from.dim(2), to.dim(2)));
    float[] columnCells = Sampling.transposed(Sampling.cells(from.dim(3), to.dim(3)), to.dim(3));
    String columns =
        parts.constant(named("columns"), new int[] {from.dim(3), to.dim(3)}, columnCells);
    last("MatMul", List.of(step("MatMul", "pooledRows", List.of(rows, x())), columns));
  }

  /**
   * Bilinear and, by whole factors, nearest are ONNX's Resize. Other nearest ones are gathered by
   * index: a runtime computes the source row from a rounded scale, and may miss by one.
   */
  private void resize(Op.Resize resize) {
    Shape from = node.input(0).shape();
    Shape to = node.shape();
    boolean whole = to.dim(2) % from.dim(2) == 0 && to.dim(3) % from.dim(3) == 0;
    if (!resize.bilinear() && (resize.alignCorners() || !whole)) {
      boolean aligned = resize.alignCorners();
      long[] rowsFrom = Sampling.nearest(from.dim(2), to.dim(2), aligned);
      long[] columnsFrom = Sampling.nearest(from.dim(3), to.dim(3), aligned);
      List<String> byRow = List.of(x(), integers("rows", rowsFrom));
      String rows = step("Gather", "gatheredRows", byRow, attribute("axis", 2));
      last("Gather", List.of(rows, integers("columns", columnsFrom)), attribute("axis", 3));
      return;
    }
    String transformation =
        !resize.bilinear() ? "asymmetric" : resize.alignCorners() ? "align_corners" : "half_pixel";
    last(
        "Resize",
        List.of(x(), "", "", integers("sizes", wide(to))),
        attribute("mode", resize.bilinear() ? "linear" : "nearest"),
        attribute("coordinate_transformation_mode", transformation),
        attribute("nearest_mode", "floor"));
  }

  /** The kept values are put back where they came from, in a tensor of minus infinity. */
  private void topK(int k) {
    Shape shape = node.shape();
    if (k >= shape.dim(-1)) {
      last("Identity", inputs);
      return;
    }
    String kept = parts.newName(named("kept"));
    String places = parts.newName(named("places"));
    parts.addNode(
        "TopK", List.of(kept, places), List.of(x(), integers("k", k)), attribute("axis", -1));
    List<String> extents = List.of(scalar("nothing", Float.NEGATIVE_INFINITY), shapeOf(shape));
    String empty = step("Expand", "empty", extents);
    last("ScatterElements", List.of(empty, places, kept), attribute("axis", -1));
  }

  /** In operator set 17 the axes of a sum are an input, those of the others an attribute. */
  private void reduce(Op.Reduce reduce) {
    int[] axes = ints(reduce.axes());
    switch (reduce.reduction()) {
      case SUM -> {
        long[] wide = reduce.axes().stream().mapToLong(Integer::longValue).toArray();
        last("ReduceSum", List.of(x(), integers("axes", wide)));
      }
      case MEAN -> last("ReduceMean", inputs, attributes("axes", axes));
      case MAX -> last("ReduceMax", inputs, attributes("axes", axes));
    }
  }

  /** Swaps the last two axes of an input. */
  private String turned(int index) {
    int rank = node.input(index).shape().rank();
    int[] order = rank == 2 ? new int[] {1, 0} : new int[] {0, 2, 1};
    List<String> from = List.of(inputs.get(index));
    return step("Transpose", index == 0 ? "turnedA" : "turnedB", from, attributes("perm", order));
  }

  private String x() {
    return inputs.get(0);
  }

  private String named(String part) {
    return parts.of(node) + "/" + part;
  }

  private String scalar(String part, float value) {
    return parts.constant(named(part), new int[0], value);
  }

  private String integers(String part, long... values) {
    return parts.integers(named(part), values);
  }

  private String shapeOf(Shape shape) {
    return integers("shape", wide(shape));
  }

  private String step(String type, String part, List<String> from, AttributeProto... attributes) {
    String name = parts.newName(named(part));
    parts.addNode(type, List.of(name), from, attributes);
    return name;
  }

  private void last(String type, List<String> from, AttributeProto... attributes) {
    parts.addNode(type, List.of(parts.of(node)), from, attributes);
  }

  private void lastActivated(
      Activation activation, String type, List<String> from, AttributeProto... attributes) {
    switch (activation) {
      case NONE -> last(type, from, attributes);
      case RELU -> last("Relu", List.of(step(type, "before", from, attributes)));
      case SIGMOID -> last("Sigmoid", List.of(step(type, "before", from, attributes)));
    }
  }

  private static AttributeProto pads(int padding) {
    return attributes("pads", padding, padding, padding, padding);
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static long[] wide(Shape shape) {
    return Arrays.stream(shape.dims()).asLongStream().toArray();
  }
}
