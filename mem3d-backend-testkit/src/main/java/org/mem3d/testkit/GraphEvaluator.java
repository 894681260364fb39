package org.mem3d.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/** Evaluates whole graphs with {@link ExpectedOps}, node by node in double precision. */
public final class GraphEvaluator {
  private GraphEvaluator() {}

  /**
   * Returns the outputs by name.
   *
   * @param inputs a value for each input of the graph, by name
   */
  public static Map<String, double[]> evaluate(
      TensorGraph graph, Weights weights, Map<String, float[]> inputs) {
    double[][] values = values(graph, weights, inputs);
    Map<String, double[]> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, node) -> outputs.put(name, values[node.id()]));
    return outputs;
  }

  /**
   * Returns how large the inputs of convolutions are, by the name of the kernel's parameter.
   *
   * @param inputs a value for each input of the graph, by name
   */
  public static Map<String, Float> inputRanges(
      TensorGraph graph, Weights weights, Map<String, float[]> inputs) {
    double[][] values = values(graph, weights, inputs);
    Map<String, Float> ranges = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Conv2d) {
        float largest = 1e-6f;
        for (double value : values[node.input(0).id()]) {
          largest = Math.max(largest, (float) Math.abs(value));
        }
        ranges.merge(node.input(1).name(), largest, Math::max);
      }
    }
    return ranges;
  }

  private static double[][] values(
      TensorGraph graph, Weights weights, Map<String, float[]> inputs) {
    double[][] values = new double[graph.nodes().size()][];
    for (Node node : graph.nodes()) {
      values[node.id()] = value(node, weights, inputs, values);
    }
    return values;
  }

  private static double[] value(
      Node node, Weights weights, Map<String, float[]> inputs, double[][] values) {
    if (node.op() instanceof Op.Input) {
      float[] given = inputs.get(node.name());
      if (given == null) {
        throw new GraphException("no value for the input '" + node.name() + "'");
      }
      return widen(given);
    }
    if (node.op() instanceof Op.Parameter) {
      return widen(weights.values(node.name()));
    }
    return ExpectedOps.evaluate(
        node.op(),
        node.inputs().stream().map(Node::shape).toList(),
        node.inputs().stream().map(input -> values[input.id()]).toList(),
        node.shape());
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
