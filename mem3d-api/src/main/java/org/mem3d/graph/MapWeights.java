package org.mem3d.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Weights held in memory or derived when asked for, laid over others: a name that is not here is
 * looked up there. For weights that a program makes itself, for what passes over graphs derive, and
 * for tests. Filled by one thread, then only read.
 */
public final class MapWeights implements Weights {
  private static final class Tensor {
    final Shape shape;
    final Supplier<float[]> values;

    Tensor(Shape shape, Supplier<float[]> values) {
      this.shape = shape;
      this.values = values;
    }
  }

  private final @Nullable Weights below;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** Makes an empty set of weights. */
  public MapWeights() {
    this.below = null;
  }

  /** Makes a set that shows all of {@code below} until names are put over it. */
  public MapWeights(Weights below) {
    this.below = below;
  }

  /**
   * Puts a tensor, replacing one of that name.
   *
   * @param values row by row; taken, not copied
   * @return this
   */
  public MapWeights put(String name, Shape shape, float... values) {
    if (values.length != shape.elements()) {
      throw new GraphException(
          "tensor '" + name + "' of " + shape + " does not hold " + values.length + " values");
    }
    tensors.put(name, new Tensor(shape, () -> values));
    return this;
  }

  /**
   * Puts a tensor that is made anew each time it is asked for, so that large weights need not be
   * held beside those that they are made from.
   *
   * @param values makes it row by row, by any thread
   * @return this
   */
  public MapWeights derive(String name, Shape shape, Supplier<float[]> values) {
    tensors.put(name, new Tensor(shape, values));
    return this;
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(below == null ? Set.of() : below.names());
    names.addAll(tensors.keySet());
    return Collections.unmodifiableSet(names);
  }

  @Override
  public Shape shape(String name) {
    Tensor tensor = tensors.get(name);
    return tensor != null ? tensor.shape : lower(name).shape(name);
  }

  @Override
  public float[] values(String name) {
    Tensor tensor = tensors.get(name);
    return tensor != null ? tensor.values.get() : lower(name).values(name);
  }

  private Weights lower(String name) {
    if (below == null) {
      throw new GraphException("no tensor '" + name + "' among " + tensors.keySet());
    }
    return below;
  }
}
