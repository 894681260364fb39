package org.mem3d.backend.onednn;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.GraphBindings.Port;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.RunCheck;

/** A graph as steps over an arena. */
final class OneDnnGraph implements CompiledGraph {
  private final OneDnnBackend owner;
  private final TensorGraph graph;
  private final Step[] steps;
  private final Port[] inputs;
  private final Port[] outputs;
  private final NativeBlock arena;
  private final Owned owned;
  private final GraphDescription description;
  private final @Nullable StepTimes times;
  private final RunCheck check;
  private boolean closed;

  OneDnnGraph(
      OneDnnBackend owner,
      TensorGraph graph,
      CompileOptions options,
      List<Step> steps,
      List<Port> inputs,
      List<Port> outputs,
      NativeBlock arena,
      Owned owned,
      GraphDescription description) {
    this.owner = owner;
    this.graph = graph;
    this.steps = steps.toArray(new Step[0]);
    this.inputs = inputs.toArray(new Port[0]);
    this.outputs = outputs.toArray(new Port[0]);
    this.arena = arena;
    this.owned = owned;
    this.description = description;
    this.times = owner.settings().profile() ? new StepTimes(steps.size()) : null;
    this.check =
        new RunCheck(
            graph, options, tensor -> tensor instanceof OneDnnTensor own && own.owner() == owner);
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
    check.require(given, wanted);
    owner.applyThreads();
    for (Port input : inputs) {
      input.storage().move(own(given.get(input.name())).address());
    }
    for (Port output : outputs) {
      DeviceTensor tensor = wanted.get(output.name());
      output
          .storage()
          .move(
              tensor instanceof OneDnnTensor own
                  ? own.address()
                  : arena.start().address() + output.storage().offset());
    }
    if (times != null) {
      times.run(steps);
      return;
    }
    for (Step step : steps) {
      step.run();
    }
  }

  /** Casts a tensor that has been checked. */
  private static OneDnnTensor own(@Nullable DeviceTensor tensor) {
    return (OneDnnTensor) Objects.requireNonNull(tensor);
  }

  @Override
  public long arenaBytes() {
    return arena.bytes();
  }

  @Override
  public String describe() {
    return description.text(times);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      owned.close();
    }
  }
}
