package org.mem3d.core.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mem3d.graph.DType;
import org.mem3d.graph.MemoryPlan;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;

/**
 * A backend that takes nothing and computes nothing, but counts: what the networks would take of a
 * device is found by letting them take it here. One thread at a time.
 */
final class MeasuringBackend implements Backend {
  private long weights;
  private long arenas;
  private long tensors;
  private final List<TensorGraph> graphs = new ArrayList<>();

  /** Returns the bytes of the weights of all graphs compiled so far. */
  long weights() {
    return weights;
  }

  /** Returns the bytes of the working memory of all graphs compiled so far. */
  long arenas() {
    return arenas;
  }

  /** Returns the bytes of all tensors allocated so far. */
  long tensors() {
    return tensors;
  }

  /** Returns the graphs compiled so far. */
  List<TensorGraph> graphs() {
    return List.copyOf(graphs);
  }

  @Override
  public BackendDescription describe() {
    return new BackendDescription("measuring", "none", "none", 1);
  }

  @Override
  public boolean supports(Node node, DType precision) {
    return true;
  }

  @Override
  public CompiledGraph compile(TensorGraph graph, Weights values, CompileOptions options) {
    graphs.add(graph);
    for (Node parameter : graph.parameters()) {
      weights += parameter.shape().bytes(DType.F32);
    }
    long arena = MemoryPlan.of(graph).peakBytes();
    // Backends hold the inputs of a graph once more, in their own layout; the plan has the outputs.
    for (Node input : graph.inputs()) {
      arena += input.shape().bytes(DType.F32);
    }
    arenas += arena;
    return new MeasuredGraph(graph, arena);
  }

  @Override
  public DeviceTensor allocate(Shape shape, DType dtype) {
    long bytes = shape.bytes(dtype);
    tensors += bytes;
    return new MeasuredTensor(shape, dtype, bytes);
  }

  @Override
  public long allocatedBytes() {
    return weights + arenas + tensors;
  }

  @Override
  public void close() {}

  private record MeasuredGraph(TensorGraph graph, long arenaBytes) implements CompiledGraph {
    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {}

    @Override
    public String describe() {
      return graph.name() + ", counted only";
    }

    @Override
    public void close() {}
  }

  private record MeasuredTensor(Shape shape, DType dtype, long bytes) implements DeviceTensor {
    @Override
    public void write(float[] source, int offset, int row, int rows) {}

    @Override
    public void read(float[] target, int offset, int row, int rows) {}

    @Override
    public void copyRows(DeviceTensor source, int sourceRow, int row, int rows) {}

    @Override
    public void close() {}
  }
}
