package org.mem3d.backend.onednn;

import java.util.List;
import java.util.Map;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;

/** A graph as steps over an arena. */
final class OneDnnGraph implements CompiledGraph {
  /** An input or output of the graph. */
  record Port(String name, Shape shape, Storage storage) {}

  private final OneDnnBackend owner;
  private final TensorGraph graph;
  private final Step[] steps;
  private final Port[] inputs;
  private final Port[] outputs;
  private final NativeBlock arena;
  private final Owned owned;
  private final String description;
  private boolean closed;

  OneDnnGraph(
      OneDnnBackend owner,
      TensorGraph graph,
      List<Step> steps,
      List<Port> inputs,
      List<Port> outputs,
      NativeBlock arena,
      Owned owned,
      String description) {
    this.owner = owner;
    this.graph = graph;
    this.steps = steps.toArray(new Step[0]);
    this.inputs = inputs.toArray(new Port[0]);
    this.outputs = outputs.toArray(new Port[0]);
    this.arena = arena;
    this.owned = owned;
    this.description = description;
  }

  @Override
  public TensorGraph graph() {
    return graph;
  }

  @Override
  public void run(Map<String, DeviceTensor> given, Map<String, DeviceTensor> wanted) {
    if (closed) {
      throw new BackendException("onednn: the graph '" + graph.name() + "' is closed");
    }
    check(given, wanted);
    owner.applyThreads();
    for (Port input : inputs) {
      input.storage.move(((OneDnnTensor) tensor(given, input)).address());
    }
    for (Port output : outputs) {
      DeviceTensor tensor = wanted.get(output.name);
      output.storage.move(
          tensor instanceof OneDnnTensor own
              ? own.address()
              : arena.start().address() + output.storage.offset());
    }
    for (Step step : steps) {
      step.run();
    }
  }

  private DeviceTensor tensor(Map<String, DeviceTensor> given, Port input) {
    DeviceTensor tensor = given.get(input.name);
    if (tensor == null) {
      throw new BackendException(
          "onednn: input '" + input.name + "' of graph '" + graph.name() + "' is missing");
    }
    return tensor;
  }

  private void check(Map<String, DeviceTensor> given, Map<String, DeviceTensor> wanted) {
    for (Port input : inputs) {
      check("input", input, tensor(given, input));
    }
    if (given.size() != inputs.length) {
      throw unknown("input", inputs, given);
    }
    int found = 0;
    for (Port output : outputs) {
      DeviceTensor tensor = wanted.get(output.name);
      if (tensor != null) {
        found++;
        check("output", output, tensor);
      }
    }
    if (found != wanted.size()) {
      throw unknown("output", outputs, wanted);
    }
  }

  private void check(String role, Port port, DeviceTensor tensor) {
    String fault =
        !(tensor instanceof OneDnnTensor own) || own.owner() != owner
            ? "is a tensor of another backend"
            : own.isClosed()
                ? "is closed"
                : own.dtype() != DType.F32
                    ? "is held in " + own.dtype() + ", not F32"
                    : !own.shape().equals(port.shape)
                        ? "is of " + own.shape() + ", not " + port.shape
                        : "";
    if (!fault.isEmpty()) {
      throw new BackendException(
          "onednn: " + role + " '" + port.name + "' of graph '" + graph.name() + "' " + fault);
    }
  }

  private BackendException unknown(String role, Port[] ports, Map<String, DeviceTensor> tensors) {
    for (String name : tensors.keySet()) {
      boolean known = false;
      for (Port port : ports) {
        known |= port.name.equals(name);
      }
      if (!known) {
        return new BackendException(
            "onednn: graph '" + graph.name() + "' has no " + role + " '" + name + "'");
      }
    }
    return new BackendException("onednn: graph '" + graph.name() + "': an " + role + " is null");
  }

  @Override
  public long arenaBytes() {
    return arena.bytes();
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      owned.close();
    }
  }
}
