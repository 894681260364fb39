package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.runtime.pass.BoundGraph;

/**
 * The shape class of a convolution: what a peak is measured for. Two convolutions are of one class
 * if they have the same side of kernel, the same stride, as many images and rows of the result, and
 * channels of input and of results between the same powers of two. Immutable.
 *
 * @param kernel side of the kernel
 * @param stride in both directions
 * @param images of the batch
 * @param rows of the result
 * @param in the power of two that the input channels reach
 * @param out the power of two that the channels of results reach
 */
record ConvolutionClass(int kernel, int stride, int images, int rows, int in, int out) {
  /** Returns the class of a node that is an {@link Op.Conv2d}. */
  static ConvolutionClass of(Node convolution) {
    Shape weight = convolution.input(1).shape();
    Shape result = convolution.shape();
    int stride = ((Op.Conv2d) convolution.op()).stride();
    return new ConvolutionClass(
        weight.dim(2),
        stride,
        result.dim(0),
        result.dim(2),
        Integer.highestOneBit(weight.dim(1)),
        Integer.highestOneBit(weight.dim(0)));
  }

  /**
   * Returns convolutions of this class that suit a processor well, as graphs with bias and ReLU.
   */
  List<BoundGraph> probes() {
    List<BoundGraph> probes = new ArrayList<>();
    for (int from : suiting(in)) {
      for (int to : suiting(out)) {
        probes.add(probe(from, to));
      }
    }
    return probes;
  }

  /** Returns the power of two and one and a half times it: of 16 and more, multiples of 8. */
  private static int[] suiting(int power) {
    return power == 1 ? new int[] {1} : new int[] {power, power + power / 2};
  }

  private BoundGraph probe(int from, int to) {
    GraphBuilder g = new GraphBuilder("probe");
    Node x = g.input("x", images, from, rows * stride, rows * stride);
    Node weight = g.parameter("weight", to, from, kernel, kernel);
    Node bias = g.parameter("bias", to);
    Op op = new Op.Conv2d(stride, kernel / 2, 1, true, false, Op.Activation.RELU);
    TensorGraph graph = g.output("y", g.add("convolution", op, List.of(x, weight, bias))).build();
    MapWeights weights = new MapWeights();
    for (Node parameter : graph.parameters()) {
      float[] values = new float[parameter.shape().elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (i % 17 - 8) / 64f;
      }
      weights.put(parameter.name(), parameter.shape(), values);
    }
    return new BoundGraph(graph, weights);
  }

  @Override
  public String toString() {
    return kernel
        + "x"
        + kernel
        + (stride == 1 ? "" : "/" + stride)
        + " "
        + images
        + "x"
        + rows
        + " rows "
        + named(in)
        + " to "
        + named(out);
  }

  private static String named(int power) {
    return power == 1 ? "1" : power + "-" + (2 * power - 1);
  }
}
