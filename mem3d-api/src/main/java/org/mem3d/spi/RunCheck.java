package org.mem3d.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;

/**
 * The check of the tensors of a run against a graph, which every backend makes before it computes,
 * as {@link CompiledGraph#run} asks. Made once for a compiled graph. Immutable.
 */
public final class RunCheck {
  private final String graph;
  private final Map<String, Shape> inputs = new LinkedHashMap<>();
  private final Map<String, Shape> outputs = new LinkedHashMap<>();
  private final Predicate<DeviceTensor> own;
  private final CompileOptions options;

  /**
   * Makes the check of one graph with float32 at its boundary.
   *
   * @param own says whether a tensor was allocated by the backend that runs the graph
   */
  public RunCheck(TensorGraph graph, Predicate<DeviceTensor> own) {
    this(graph, CompileOptions.F32, own);
  }

  /**
   * Makes the check of one graph.
   *
   * @param options with which it was compiled
   * @param own says whether a tensor was allocated by the backend that runs the graph
   */
  public RunCheck(TensorGraph graph, CompileOptions options, Predicate<DeviceTensor> own) {
    this.graph = graph.name();
    this.options = options;
    this.own = own;
    for (Node input : graph.inputs()) {
      inputs.put(input.name(), input.shape());
    }
    graph.outputs().forEach((name, node) -> outputs.put(name, node.shape()));
  }

  /**
   * Checks the tensors of one run.
   *
   * @throws BackendException if an input is missing, or a tensor is unknown, of another backend,
   *     closed, of another format or of another shape, or an output is an input too; nothing has
   *     been written then
   */
  public void require(Map<String, DeviceTensor> given, Map<String, DeviceTensor> wanted) {
    for (String name : inputs.keySet()) {
      DeviceTensor tensor = given.get(name);
      if (tensor == null) {
        throw new BackendException("graph '" + graph + "' misses its input '" + name + "'");
      }
      require("input", name, tensor, inputs);
    }
    for (Map.Entry<String, DeviceTensor> entry : given.entrySet()) {
      if (!inputs.containsKey(entry.getKey())) {
        require("input", entry.getKey(), entry.getValue(), inputs);
      }
    }
    for (Map.Entry<String, DeviceTensor> entry : wanted.entrySet()) {
      require("output", entry.getKey(), entry.getValue(), outputs);
      if (given.containsValue(entry.getValue())) {
        throw new BackendException(
            "graph '" + graph + "': output '" + entry.getKey() + "' is the tensor of an input too");
      }
    }
  }

  private void require(String role, String name, DeviceTensor tensor, Map<String, Shape> known) {
    Shape shape = known.get(name);
    String fault;
    if (shape == null) {
      fault = "is unknown; the graph has " + known.keySet();
    } else if (!own.test(tensor)) {
      fault = "is a tensor of another backend: " + tensor;
    } else if (tensor.bytes() == 0) {
      fault = "is closed";
    } else if (tensor.dtype() != options.format(name)) {
      fault = "is held in " + tensor.dtype() + ", not " + options.format(name);
    } else if (!tensor.shape().equals(shape)) {
      fault = "is of " + tensor.shape() + ", not of " + shape;
    } else {
      return;
    }
    throw new BackendException("graph '" + graph + "': " + role + " '" + name + "' " + fault);
  }
}
