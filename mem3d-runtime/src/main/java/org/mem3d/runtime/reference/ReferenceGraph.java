package org.mem3d.runtime.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.RunCheck;

/** A compiled graph: a step for each node that computes, and the buffers between them. */
final class ReferenceGraph implements CompiledGraph {
  /** A kernel with the arrays that it reads and writes. */
  private static final class Step implements Workers.Tasks {
    private final Node node;
    private final Kernel kernel;
    private final float[][] in;
    private final float[] out;

    Step(Node node, Kernel kernel, float[] out) {
      this.node = node;
      this.kernel = kernel;
      this.in = new float[node.inputs().size()][];
      this.out = out;
    }

    @Override
    public void run(int task, int worker, MatrixProduct.Scratch scratch) {
      kernel.run(in, out, task, worker, scratch);
    }
  }

  private final ReferenceBackend backend;
  private final TensorGraph graph;
  private final BufferPlan plan;
  private final List<Node> inputs;
  private final long arenaBytes;
  private final long weightBytes;

  /** The elements of each node by its number: those of the inputs change from run to run. */
  private float[][] values;

  private List<Step> steps = new ArrayList<>();
  private final RunCheck check;
  private boolean closed;

  ReferenceGraph(ReferenceBackend backend, TensorGraph graph, Weights weights) {
    this.backend = backend;
    this.graph = graph;
    this.plan = new BufferPlan(graph);
    this.inputs = graph.inputs();
    this.check =
        new RunCheck(
            graph, tensor -> tensor instanceof ReferenceTensor own && own.backend() == backend);
    int[] sizes = plan.sizes();
    float[][] buffers = new float[sizes.length][];
    long arena = 0;
    for (int i = 0; i < sizes.length; i++) {
      buffers[i] = new float[sizes[i]];
      arena += 4L * sizes[i];
    }
    values = new float[graph.nodes().size()][];
    long constants = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Parameter && plan.isLive(node)) {
        values[node.id()] = weights.values(node.name()).clone();
        constants += node.shape().bytes(DType.F32);
      } else if (plan.computes(node)) {
        values[node.id()] = buffers[plan.buffer(node)];
        Kernel kernel = Kernels.of(node, backend.workers().threads());
        steps.add(new Step(node, kernel, buffers[plan.buffer(node)]));
      }
    }
    arenaBytes = arena;
    weightBytes = constants;
    backend.count(arenaBytes + weightBytes);
  }

  @Override
  public TensorGraph graph() {
    return graph;
  }

  @Override
  public void run(Map<String, DeviceTensor> given, Map<String, DeviceTensor> wanted) {
    if (closed) {
      throw new BackendException("the compiled graph '" + graph.name() + "' is closed");
    }
    backend.requireOpen();
    check.require(given, wanted);
    for (Node input : inputs) {
      values[input.id()] = tensor(given.get(input.name())).data();
    }
    for (Step step : steps) {
      for (int i = 0; i < step.in.length; i++) {
        step.in[i] = values[plan.root(step.node.input(i))];
      }
      backend.workers().run(step.kernel.tasks(), step);
    }
    graph
        .outputs()
        .forEach(
            (name, node) -> {
              DeviceTensor output = wanted.get(name);
              if (output != null) {
                float[] source = values[plan.root(node)];
                System.arraycopy(source, 0, tensor(output).data(), 0, node.shape().elements());
              }
            });
  }

  private static ReferenceTensor tensor(@Nullable DeviceTensor tensor) {
    return (ReferenceTensor) Objects.requireNonNull(tensor);
  }

  @Override
  public long arenaBytes() {
    return arenaBytes;
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT,
        "graph %s on reference: %d of %d nodes computed, %d buffers, %,d bytes of arena, %,d bytes"
            + " of weights, %.3f GFLOP; fused: %s",
        graph.name(),
        steps.size(),
        graph.nodes().size(),
        plan.sizes().length,
        arenaBytes,
        weightBytes,
        graph.flops() / 1e9,
        graph.fusions().isEmpty() ? "nothing" : String.join(", ", graph.fusions()));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      values = new float[0][];
      steps = List.of();
      backend.count(-arenaBytes - weightBytes);
    }
  }
}
