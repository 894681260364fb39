package org.mem3d.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.mem3d.core.pass.BoundGraph;
import org.mem3d.core.weights.MapWeights;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;

/**
 * The shape class of a convolution: what a peak is measured for. Two convolutions are of one class
 * if they have the same side of kernel, the same number of rows of the result, and input channels
 * in the same range: 1 to 15, 16 to 47, 48 to 95, or 96 and more. Neither batch nor stride nor
 * output channels matter, so that a convolution is held against the best of all of these.
 * Immutable.
 *
 * @param kernel side of the kernel
 * @param rows of the result
 * @param fewest input channels of the range
 */
record ConvolutionClass(int kernel, int rows, int fewest) {
  private static final int[] RANGES = {1, 16, 48, 96};

  /** Returns the class of a node that is an {@link Op.Conv2d}. */
  static ConvolutionClass of(Node convolution) {
    Shape weight = convolution.input(1).shape();
    int fewest = 1;
    for (int begin : RANGES) {
      fewest = weight.dim(1) >= begin ? begin : fewest;
    }
    return new ConvolutionClass(weight.dim(2), convolution.shape().dim(2), fewest);
  }

  /**
   * Returns convolutions of this class that suit a processor well, each as a graph with bias and
   * ReLU: channels are multiples of 16, several sizes, a small and a large batch.
   */
  List<BoundGraph> probes() {
    int[][] channels =
        switch (fewest) {
          case 1 -> new int[][] {{8, 32}, {15, 64}};
          case 16 -> new int[][] {{16, 32}, {32, 32}, {32, 64}};
          case 48 -> new int[][] {{48, 48}, {64, 64}, {64, 128}};
          default -> new int[][] {{96, 96}, {128, 128}, {256, 128}};
        };
    List<BoundGraph> probes = new ArrayList<>();
    for (int[] pair : channels) {
      for (int batch : new int[] {1, 4, 8}) {
        probes.add(probe(batch, pair[0], pair[1]));
      }
    }
    return probes;
  }

  private BoundGraph probe(int batch, int in, int out) {
    GraphBuilder g = new GraphBuilder("probe");
    Node x = g.input("x", batch, in, rows, rows);
    Node weight = g.parameter("weight", out, in, kernel, kernel);
    Node bias = g.parameter("bias", out);
    Op op = new Op.Conv2d(1, kernel / 2, 1, true, false, Op.Activation.RELU);
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
    String range =
        switch (fewest) {
          case 1 -> "1-15";
          case 16 -> "16-47";
          case 48 -> "48-95";
          default -> "96+";
        };
    return kernel + "x" + kernel + " to " + rows + " rows, " + range + " ch";
  }
}
