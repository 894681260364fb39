package org.mem3d.runtime.golden;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/** Weights made by a {@link Formula} each time they are asked for; none is kept. Immutable. */
public final class FormulaWeights implements Weights {
  private final Formula formula;
  private final Map<String, Shape> shapes;

  /** Makes weights of the given names and shapes. */
  public FormulaWeights(Formula formula, Map<String, Shape> shapes) {
    this.formula = formula;
    this.shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /** Makes weights for all parameters of a graph. */
  public static FormulaWeights of(Formula formula, TensorGraph graph) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    graph.parameters().forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
    return new FormulaWeights(formula, shapes);
  }

  @Override
  public Set<String> names() {
    return shapes.keySet();
  }

  @Override
  public Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new GraphException("no tensor '" + name + "' is made by the formula for this network");
    }
    return shape;
  }

  @Override
  public float[] values(String name) {
    return formula.weights(name, shape(name));
  }
}
