package org.mem3d.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * A graph compiled on a backend, with a tensor for each input and output; owns all of them. For
 * tests, benchmarks and programs that run a graph by itself. Used by one thread at a time.
 */
public final class GraphExecution implements AutoCloseable {
  private final CompiledGraph compiled;
  private final Map<String, DeviceTensor> inputs = new LinkedHashMap<>();
  private final Map<String, DeviceTensor> outputs = new LinkedHashMap<>();

  /**
   * Compiles the graph and allocates its tensors.
   *
   * @throws BackendException as {@link Backend#compile} and {@link Backend#allocate} do; nothing
   *     stays allocated then
   */
  public GraphExecution(
      Backend backend, TensorGraph graph, Weights weights, CompileOptions options) {
    compiled = backend.compile(graph, weights, options);
    try {
      for (Node node : graph.inputs()) {
        inputs.put(node.name(), backend.allocate(node.shape(), options.format(node.name())));
      }
      graph
          .outputs()
          .forEach(
              (name, node) ->
                  outputs.put(name, backend.allocate(node.shape(), options.format(name))));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Compiles, runs once and returns the outputs by name. */
  public static Map<String, float[]> once(
      Backend backend, TensorGraph graph, Weights weights, Map<String, float[]> values) {
    try (GraphExecution execution =
        new GraphExecution(backend, graph, weights, CompileOptions.F32)) {
      return execution.run(values);
    }
  }

  /** Writes the inputs, runs, and returns the outputs by name. */
  public Map<String, float[]> run(Map<String, float[]> values) {
    write(values);
    run();
    return read();
  }

  /** Runs once with what the inputs hold. */
  public void run() {
    compiled.run(inputs, outputs);
  }

  /** Returns copies of all outputs as they are now, by name. */
  public Map<String, float[]> read() {
    return values(outputs);
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
    return values(inputs);
  }

  private static Map<String, float[]> values(Map<String, DeviceTensor> tensors) {
    Map<String, float[]> values = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> values.put(name, values(tensor)));
    return values;
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
