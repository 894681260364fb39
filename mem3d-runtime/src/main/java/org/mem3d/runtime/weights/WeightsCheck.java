package org.mem3d.runtime.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.ModelException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/** The check that weights and a network's graphs want exactly the same tensors. */
public final class WeightsCheck {
  private static final int LISTED = 8;

  private WeightsCheck() {}

  /**
   * Checks that every parameter of the graphs is there in its shape, and nothing else is.
   *
   * @param source the file's name, for messages
   * @param extras further tensors that the network reads outside its graphs, with their shapes
   * @throws ModelException if a tensor is missing, mis-shaped or not expected; all are named
   */
  public static void require(
      Weights weights, String source, List<TensorGraph> graphs, Map<String, Shape> extras) {
    Map<String, Shape> wanted = new LinkedHashMap<>(extras);
    for (TensorGraph graph : graphs) {
      for (Node parameter : graph.parameters()) {
        wanted.put(parameter.name(), parameter.shape());
      }
    }
    List<String> missing = new ArrayList<>();
    List<String> misshaped = new ArrayList<>();
    List<String> extra = new ArrayList<>(weights.names());
    extra.removeAll(wanted.keySet());
    wanted.forEach(
        (name, shape) -> {
          if (!weights.names().contains(name)) {
            missing.add(name);
          } else if (!weights.shape(name).equals(shape)) {
            misshaped.add(name + " (" + weights.shape(name) + ", wanted " + shape + ")");
          }
        });
    if (!missing.isEmpty() || !misshaped.isEmpty() || !extra.isEmpty()) {
      throw new ModelException(
          source
              + " does not fit the network:"
              + listed("missing", missing)
              + listed("of another shape", misshaped)
              + listed("not expected", extra));
    }
  }

  private static String listed(String what, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
    return " "
        + what
        + " "
        + String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
        + more
        + ";";
  }
}
