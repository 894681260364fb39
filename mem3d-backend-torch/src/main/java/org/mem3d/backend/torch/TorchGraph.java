package org.mem3d.backend.torch;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.RunCheck;

/** A program with weights of its own, run without gradients. */
final class TorchGraph implements CompiledGraph {
  private final TorchBackend owner;
  private final Program program;
  private final Map<Node, Tensor> weights = new HashMap<>();
  private final AtomicLong total;
  private final long weightBytes;
  private final RunCheck check;
  private boolean closed;

  TorchGraph(
      TorchBackend owner,
      Program program,
      Weights values,
      CompileOptions options,
      AtomicLong total) {
    this.owner = owner;
    this.program = program;
    this.total = total;
    TensorGraph graph = program.graph();
    this.check =
        new RunCheck(
            graph, options, tensor -> tensor instanceof TorchTensor own && own.owner() == owner);
    long bytes = 0;
    for (Node node : graph.parameters()) {
      DType dtype = held(node);
      weights.put(node, owner.device().of(node.shape(), values.values(node.name()), dtype));
      bytes += node.shape().bytes(dtype);
    }
    this.weightBytes = bytes;
    owner.copied().toDevice(bytes);
    total.addAndGet(weightBytes + program.peakBytes());
  }

  /** Returns the format of a weight: rounded once, if only products and convolutions read it. */
  private DType held(Node parameter) {
    boolean products =
        program.graph().consumers().get(parameter.id()).stream()
            .allMatch(reader -> isOperand(parameter, reader));
    boolean output = program.graph().outputs().containsValue(parameter);
    return products && !output ? program.precision() : DType.F32;
  }

  private static boolean isOperand(Node parameter, Node reader) {
    if (reader.op() instanceof Op.Conv2d conv) {
      return !conv.residual() || !reader.input(conv.residualIndex()).equals(parameter);
    }
    return reader.op() instanceof Op.MatMul || reader.op() instanceof Op.Linear;
  }

  @Override
  public TensorGraph graph() {
    return program.graph();
  }

  @Override
  @SuppressWarnings("try")
  public void run(Map<String, DeviceTensor> given, Map<String, DeviceTensor> wanted) {
    if (closed) {
      throw new BackendException("torch: the graph '" + graph().name() + "' is closed");
    }
    check.require(given, wanted);
    owner.applyThreads();
    try (InferenceMode mode = new InferenceMode(true)) {
      Map<String, Tensor> outputs =
          program.run(
              node -> {
                Tensor weight = weights.get(node);
                return weight != null ? weight : own(given.get(node.name()));
              },
              Statistics.STORED);
      outputs.forEach(
          (name, value) -> {
            if (wanted.get(name) instanceof TorchTensor target) {
              target.tensor().copy_(value);
            }
            if (!isGiven(name)) {
              value.close();
            }
          });
    }
  }

  private boolean isGiven(String output) {
    Op op = Objects.requireNonNull(graph().outputs().get(output)).op();
    return op instanceof Op.Input || op instanceof Op.Parameter;
  }

  /** Casts a tensor that has been checked. */
  private static Tensor own(@org.jspecify.annotations.Nullable DeviceTensor tensor) {
    return ((TorchTensor) Objects.requireNonNull(tensor)).tensor();
  }

  /**
   * {@inheritDoc} libtorch takes them anew at each run and gives them back; this is how many values
   * are alive at once.
   */
  @Override
  public long arenaBytes() {
    return program.peakBytes();
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s on libtorch, %s, %s, %d threads: %d nodes, %.3f GFLOP; fused: %s%narena %d KiB (at most, taken at"
            + " each run), weights %d KiB%n",
        graph().name(),
        owner.device(),
        program.precision(),
        owner.describe().threads(),
        graph().nodes().size(),
        graph().flops() / 1e9,
        graph().fusions().isEmpty() ? "nothing" : String.join(", ", graph().fusions()),
        program.peakBytes() / 1024,
        weightBytes / 1024);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      weights.values().forEach(Tensor::close);
      weights.clear();
      total.addAndGet(-weightBytes - program.peakBytes());
    }
  }
}
