package org.mem3d.backend.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Shape;
import org.mem3d.graph.Weights;

/**
 * Where the tensors of a {@link ParameterSet} lie in its one row of numbers: first those that
 * gather gradients, then the others; kernels of convolutions channels-last, all others row by row,
 * with zeros between them. An optimiser thus passes over one array, whatever the tensors.
 * Immutable.
 */
public final class ParameterLayout {
  /** Numbers at whose multiples tensors begin. */
  private static final int ALIGNMENT = 16;

  private record Place(Shape shape, int start) {}

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final int trained;
  private final int length;

  ParameterLayout(Weights weights) {
    for (String name : weights.names()) {
      places.put(name, new Place(weights.shape(name), 0));
    }
    trained = place(true, 0);
    length = place(false, trained);
  }

  private int place(boolean gathering, int begin) {
    int end = begin;
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      if (ParameterSet.isTrained(entry.getKey()) == gathering) {
        Shape shape = entry.getValue().shape;
        entry.setValue(new Place(shape, end));
        end += (shape.elements() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      }
    }
    return end;
  }

  private Place of(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new GraphException("there is no weight '" + name + "' under training");
    }
    return place;
  }

  /** Returns all names, in the order of the weights. */
  public Set<String> names() {
    return places.keySet();
  }

  /**
   * Returns the shape of a tensor.
   *
   * @throws GraphException if there is none of that name
   */
  public Shape shape(String name) {
    return of(name).shape;
  }

  /** Returns how many numbers there are, all tensors and what is between them. */
  public int length() {
    return length;
  }

  /** Returns how many of them, from the first, belong to tensors that gather gradients. */
  public int trainedLength() {
    return trained;
  }

  /** Returns the place of a tensor's first number. */
  public int start(String name) {
    return of(name).start;
  }

  /** Returns how far apart neighbours of each axis are. */
  long[] strides(String name) {
    Shape shape = of(name).shape;
    long[] strides = new long[shape.rank()];
    long step = 1;
    if (shape.rank() == 4) {
      for (int axis : new int[] {1, 3, 2, 0}) {
        strides[axis] = step;
        step *= shape.dim(axis);
      }
      return strides;
    }
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape.dim(axis);
    }
    return strides;
  }

  /** Returns a copy of one tensor's values, row by row, from those of all. */
  public float[] rows(String name, float[] all) {
    Place place = of(name);
    float[] rows = new float[place.shape.elements()];
    copy(place, all, rows, true);
    return rows;
  }

  /** Puts one tensor's values, row by row, among those of all. */
  public void put(String name, float[] rows, float[] all) {
    Place place = of(name);
    if (rows.length != place.shape.elements()) {
      throw new GraphException(rows.length + " values for '" + name + "' of " + place.shape);
    }
    copy(place, all, rows, false);
  }

  private static void copy(Place place, float[] all, float[] rows, boolean out) {
    Shape shape = place.shape;
    boolean image = shape.rank() == 4;
    int channels = image ? shape.dim(1) : 1;
    int pixels = image ? shape.dim(2) * shape.dim(3) : shape.elements();
    int first = image ? shape.dim(0) : 1;
    int row = 0;
    for (int n = 0; n < first; n++) {
      for (int c = 0; c < channels; c++) {
        int at = place.start + n * channels * pixels + c;
        for (int i = 0; i < pixels; i++, row++, at += channels) {
          if (out) {
            rows[row] = all[at];
          } else {
            all[at] = rows[row];
          }
        }
      }
    }
  }
}
