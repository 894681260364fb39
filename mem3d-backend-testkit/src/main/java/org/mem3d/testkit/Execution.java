package org.mem3d.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;

/** A graph compiled on a backend, with a tensor for each input and output; owns all of them. */
public final class Execution implements AutoCloseable {
  private final CompiledGraph compiled;
  private final Map<String, DeviceTensor> inputs = new LinkedHashMap<>();
  private final Map<String, DeviceTensor> outputs = new LinkedHashMap<>();

  /** Compiles the graph and allocates its tensors. */
  public Execution(Backend backend, TensorGraph graph, Weights weights, CompileOptions options) {
    compiled = backend.compile(graph, weights, options);
    for (Node node : graph.inputs()) {
      inputs.put(node.name(), backend.allocate(node.shape(), options.format(node.name())));
    }
    graph
        .outputs()
        .forEach(
            (name, node) ->
                outputs.put(name, backend.allocate(node.shape(), options.format(name))));
  }

  /** Compiles, runs once and returns the outputs by name. */
  public static Map<String, float[]> once(
      Backend backend, TensorGraph graph, Weights weights, Map<String, float[]> values) {
    try (Execution execution = new Execution(backend, graph, weights, CompileOptions.F32)) {
      return execution.run(values);
    }
  }

  /** Writes the inputs, runs, and returns the outputs by name. */
  public Map<String, float[]> run(Map<String, float[]> values) {
    write(values);
    compiled.run(inputs, outputs);
    Map<String, float[]> results = new LinkedHashMap<>();
    outputs.keySet().forEach(name -> results.put(name, read(name)));
    return results;
  }

  /** Writes input values by name. */
  public void write(Map<String, float[]> values) {
    values.forEach((name, array) -> input(name).write(array));
  }

  /** Returns a copy of one output as it is now. */
  public float[] read(String output) {
    return values(output(output));
  }

  /** Returns copies of the inputs as the tensors hold them, by name. */
  public Map<String, float[]> written() {
    Map<String, float[]> written = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> written.put(name, values(tensor)));
    return written;
  }

  private static float[] values(DeviceTensor tensor) {
    float[] values = new float[tensor.shape().elements()];
    tensor.read(values);
    return values;
  }

  /** Returns the tensor of one input; it stays owned by this. */
  public DeviceTensor input(String name) {
    return named(inputs, name);
  }

  /** Returns the tensor of one output; it stays owned by this. */
  public DeviceTensor output(String name) {
    return named(outputs, name);
  }

  private DeviceTensor named(Map<String, DeviceTensor> tensors, String name) {
    DeviceTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no '" + name + "' among " + tensors.keySet() + " of " + compiled.graph());
    }
    return tensor;
  }

  /** Returns the compiled graph; it stays owned by this. */
  public CompiledGraph compiled() {
    return compiled;
  }

  /** Returns the input tensors by name; they stay owned by this. */
  public Map<String, DeviceTensor> inputs() {
    return new LinkedHashMap<>(inputs);
  }

  /** Returns the output tensors by name; they stay owned by this. */
  public Map<String, DeviceTensor> outputs() {
    return new LinkedHashMap<>(outputs);
  }

  @Override
  public void close() {
    compiled.close();
    inputs.values().forEach(DeviceTensor::close);
    outputs.values().forEach(DeviceTensor::close);
  }
}
