package org.mem3d.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

/** Weights held in a map, for tests. Immutable; {@link #with} and {@link #without} copy. */
public final class MapWeights implements Weights {
  private final Map<String, Shape> shapes;
  private final Map<String, float[]> values;

  /** Makes an empty set of weights. */
  public MapWeights() {
    this(Map.of(), Map.of());
  }

  private MapWeights(Map<String, Shape> shapes, Map<String, float[]> values) {
    this.shapes = shapes;
    this.values = values;
  }

  /**
   * Returns these weights with one tensor added or replaced.
   *
   * @param tensor its values row by row; kept, not copied
   */
  public MapWeights with(String name, Shape shape, float... tensor) {
    if (tensor.length != shape.elements()) {
      throw new GraphException(name + ": " + tensor.length + " values for " + shape);
    }
    MapWeights copy = without(name);
    copy.shapes.put(name, shape);
    copy.values.put(name, tensor);
    return copy;
  }

  /** Returns these weights but for one tensor. */
  public MapWeights without(String name) {
    MapWeights copy = new MapWeights(new LinkedHashMap<>(shapes), new LinkedHashMap<>(values));
    copy.shapes.remove(name);
    copy.values.remove(name);
    return copy;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(shapes.keySet());
  }

  @Override
  public Shape shape(String name) {
    return known(name, shapes.get(name));
  }

  @Override
  public float[] values(String name) {
    return known(name, values.get(name));
  }

  private <T> T known(String name, @Nullable T tensor) {
    if (tensor == null) {
      throw new GraphException("no weight '" + name + "' among " + shapes.keySet());
    }
    return tensor;
  }
}
