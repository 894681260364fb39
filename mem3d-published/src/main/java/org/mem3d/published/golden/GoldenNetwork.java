package org.mem3d.published.golden;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.ModelException;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.published.network.Architecture;
import org.mem3d.published.network.GoldenGraphs;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;

/**
 * A published network with weights and inputs made by a {@link Formula}: what it gives can be
 * compared with what any other implementation gives. Immutable.
 */
public final class GoldenNetwork {
  /** The side of the published networks' input. */
  public static final int SIDE = 512;

  /** Extreme points of the interaction network's input at {@link #SIDE}: y, x. */
  private static final int[][] POINTS = {{50, 250}, {460, 260}, {240, 50}, {270, 461}};

  /** The points' maps fall to one half at half this distance, at {@link #SIDE}. */
  private static final double POINT_WIDTH = 100;

  private final TensorGraph graph;
  private final Weights weights;
  private final Map<String, float[]> inputs;

  private GoldenNetwork(TensorGraph graph, Formula formula, Map<String, float[]> inputs) {
    this.graph = graph;
    this.weights = FormulaWeights.of(formula, graph);
    this.inputs = inputs;
  }

  /**
   * Makes a network.
   *
   * @param side of the square input, a multiple of 16; masks and points shrink with it
   * @throws ModelException if there are no golden tensors of that architecture
   */
  public static GoldenNetwork of(Architecture architecture, Formula formula, int side) {
    Map<String, float[]> inputs = new LinkedHashMap<>();
    if (architecture == Architecture.MEM3D_SAQ) {
      inputs.put("slice0", formula.image("slice0", 3, side, side));
      inputs.put("mask", ellipse(side));
      inputs.put("slice1", formula.image("slice1", 3, side, side));
      return new GoldenNetwork(GoldenGraphs.memory(side, side), formula, inputs);
    }
    if (architecture == Architecture.IOG) {
      float[] image = formula.image("crop", 3, side, side);
      float[] slice = Arrays.copyOf(image, 4 * side * side);
      putPoints(slice, 3 * side * side, side);
      inputs.put("slice", slice);
      return new GoldenNetwork(GoldenGraphs.interaction(4, side, side), formula, inputs);
    }
    throw new ModelException(
        "there are golden tensors of mem3d-saq and iog, not of " + architecture.text());
  }

  /** Returns the network with outputs under the golden tensors' names. */
  public TensorGraph graph() {
    return graph;
  }

  /**
   * Checks that a backend computes all of the network at a precision.
   *
   * @throws BackendException if it does not
   */
  public void require(Backend backend, DType precision) {
    for (Node node : graph.nodes()) {
      if (!backend.supports(node, precision)) {
        throw new BackendException(
            "backend "
                + backend.describe().name()
                + " on "
                + backend.describe().device()
                + " does not compute '"
                + node.name()
                + "' in "
                + precision
                + ": take F32 or another backend");
      }
    }
  }

  /** Compiles the network on a backend, runs it once and returns its outputs in their order. */
  public MapWeights run(Backend backend, DType precision) {
    BoundGraph bound = Passes.standard(new BoundGraph(graph, weights));
    try (GraphExecution execution =
        new GraphExecution(
            backend, bound.graph(), bound.weights(), new CompileOptions(precision))) {
      MapWeights results = new MapWeights();
      execution
          .run(inputs)
          .forEach((name, values) -> results.put(name, execution.output(name).shape(), values));
      return results;
    }
  }

  /** The mask that the memory network memorises. */
  private static float[] ellipse(int side) {
    double scale = (double) SIDE / side;
    float[] mask = new float[side * side];
    for (int i = 0; i < mask.length; i++) {
      double y = (Math.floorDiv(i, side) * scale - 240) / 70;
      double x = (i % side * scale - 260) / 110;
      mask[i] = y * y + x * x <= 1 ? 1 : 0;
    }
    return mask;
  }

  private static void putPoints(float[] target, int offset, int side) {
    double scale = (double) SIDE / side;
    for (int i = 0; i < side * side; i++) {
      double largest = 0;
      for (int[] point : POINTS) {
        double y = Math.floorDiv(i, side) * scale - point[0];
        double x = i % side * scale - point[1];
        double distance = (x * x + y * y) / (POINT_WIDTH * POINT_WIDTH);
        largest = Math.max(largest, Math.exp(-4 * Math.log(2) * distance));
      }
      target[offset + i] = (float) largest;
    }
  }
}
