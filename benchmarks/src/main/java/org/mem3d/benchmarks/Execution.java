package org.mem3d.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.mem3d.graph.Node;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;

/** A graph compiled on a backend, with its inputs filled and a tensor for each output. */
final class Execution implements AutoCloseable {
  private final CompiledGraph compiled;
  private final Map<String, DeviceTensor> inputs = new LinkedHashMap<>();
  private final Map<String, DeviceTensor> outputs = new LinkedHashMap<>();

  /** Compiles the graph and allocates its tensors. */
  Execution(Backend backend, BoundGraph bound, CompileOptions options) {
    compiled = backend.compile(bound.graph(), bound.weights(), options);
    for (Node node : bound.graph().inputs()) {
      inputs.put(node.name(), backend.allocate(node.shape(), options.format(node.name())));
    }
    bound
        .graph()
        .outputs()
        .forEach(
            (name, node) ->
                outputs.put(name, backend.allocate(node.shape(), options.format(name))));
  }

  /** Fills the inputs with values that are the same for the same seed, whatever the backend. */
  void fill(long seed) {
    Random random = new Random(seed);
    inputs.forEach(
        (name, tensor) -> {
          float[] values = new float[tensor.shape().elements()];
          boolean probability = name.endsWith("mask");
          boolean key = name.endsWith("key") || name.endsWith("keys");
          // Keys are of length 1; no place is nearer than another.
          double scale = name.endsWith("position") ? 0 : key ? Math.sqrt(1.0 / 48) : 1;
          for (int i = 0; i < values.length; i++) {
            values[i] = probability ? random.nextFloat() : (float) (random.nextGaussian() * scale);
          }
          tensor.write(values);
        });
  }

  /** Runs once. */
  void run() {
    compiled.run(inputs, outputs);
  }

  /** Returns the compiled graph; it stays owned by this. */
  CompiledGraph compiled() {
    return compiled;
  }

  /** Returns copies of the outputs, by name. */
  Map<String, float[]> read() {
    Map<String, float[]> results = new LinkedHashMap<>();
    outputs.forEach(
        (name, tensor) -> {
          float[] values = new float[tensor.shape().elements()];
          tensor.read(values);
          results.put(name, values);
        });
    return results;
  }

  @Override
  public void close() {
    compiled.close();
    inputs.values().forEach(DeviceTensor::close);
    outputs.values().forEach(DeviceTensor::close);
  }
}
