package org.mem3d.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/**
 * A graph, what to feed it, and the error allowed. Its values are random but fixed: their seed is
 * made of the name. Immutable.
 *
 * @param name unique among the cases
 * @param graph what is computed
 * @param fills how inputs and parameters are filled, by node name; those left out are NORMAL if
 *     they are inputs, POSITIVE if their name ends in {@code running_var}, otherwise WEIGHT
 * @param tolerances for each precision at which the case is run the relative L2 error allowed
 */
public record GraphCase(
    String name, TensorGraph graph, Map<String, Fill> fills, Map<DType, Double> tolerances) {
  /** The errors allowed unless a case says otherwise. */
  public static final Map<DType, Double> DEFAULT_TOLERANCES =
      Map.of(DType.F32, 1e-5, DType.BF16, 2e-2, DType.F16, 2.5e-3, DType.I8, 3e-2);

  /** Copies the maps. */
  public GraphCase {
    fills = Map.copyOf(fills);
    tolerances = Map.copyOf(tolerances);
  }

  /** Makes a case with the usual values and tolerances. */
  public GraphCase(String name, TensorGraph graph) {
    this(name, graph, Map.of(), DEFAULT_TOLERANCES);
  }

  /** Returns the seed of the values. */
  public long seed() {
    return name.hashCode();
  }

  /** Returns a value for each parameter of the graph. */
  public MapWeights weights() {
    Random random = new Random(seed());
    MapWeights weights = new MapWeights();
    for (Node node : graph.parameters()) {
      float[] values = fill(node).values(node.shape(), random);
      weights.put(node.name(), node.shape(), values);
    }
    return weights;
  }

  /** Returns a value for each parameter but one. */
  public MapWeights weightsWithout(String missing) {
    MapWeights all = weights();
    MapWeights others = new MapWeights();
    for (String name : all.names()) {
      if (!name.equals(missing)) {
        others.put(name, all.shape(name), all.values(name));
      }
    }
    return others;
  }

  /**
   * Returns values for each input of the graph, by name.
   *
   * @param variant another number gives other values
   */
  public Map<String, float[]> inputs(int variant) {
    Random random = new Random(seed() * 31 + variant + 1);
    Map<String, float[]> inputs = new LinkedHashMap<>();
    for (Node node : graph.inputs()) {
      inputs.put(node.name(), fill(node).values(node.shape(), random));
    }
    return inputs;
  }

  private Fill fill(Node node) {
    Fill fill = fills.get(node.name());
    if (fill != null) {
      return fill;
    }
    if (node.op() instanceof Op.Input) {
      return Fill.NORMAL;
    }
    return node.name().endsWith("running_var") ? Fill.POSITIVE : Fill.WEIGHT;
  }

  @Override
  public String toString() {
    return name;
  }
}
