package org.mem3d.backend.nd4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
import org.mem3d.spi.RunCheck;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A graph as ND4J operations bound to one arena; inputs are copied in, outputs out. */
final class Nd4jGraph implements CompiledGraph {
  private final Nd4jBackend backend;
  private final TensorGraph graph;
  private final GraphMemory memory;
  private final List<BoundOp> ops = new ArrayList<>();
  private final List<Instruction> instructions;
  private final Map<String, INDArray> inputs = new LinkedHashMap<>();
  private final Map<String, INDArray> outputs = new LinkedHashMap<>();
  private final RunCheck check;
  private boolean closed;

  Nd4jGraph(Nd4jBackend backend, TensorGraph graph, Weights weights) {
    this.backend = backend;
    this.graph = graph;
    this.check =
        new RunCheck(graph, tensor -> tensor instanceof Nd4jTensor own && own.backend() == backend);
    Lowering lowering = new Lowering(graph, weights);
    instructions = lowering.instructions;
    memory = new GraphMemory(lowering.storages);
    for (Instruction instruction : instructions) {
      INDArray[] operands =
          instruction.inputs().stream().map(memory::array).toArray(INDArray[]::new);
      ops.add(BoundOp.bind(instruction, operands, memory.array(instruction.output())));
    }
    lowering.inputs.forEach((name, value) -> inputs.put(name, memory.array(value.operand())));
    lowering.outputs.forEach((name, value) -> outputs.put(name, memory.array(value.operand())));
  }

  long bytes() {
    return memory.arenaBytes() + memory.constantBytes();
  }

  long constantBytes() {
    return memory.constantBytes();
  }

  @Override
  public TensorGraph graph() {
    return graph;
  }

  @Override
  public void run(Map<String, DeviceTensor> in, Map<String, DeviceTensor> out) {
    if (closed) {
      throw new BackendException("the compiled graph '" + graph.name() + "' is closed");
    }
    backend.requireOpen();
    check.require(in, out);
    backend.device().enter();
    inputs.forEach((name, array) -> array.assign(tensor(in, name).array()));
    for (int i = 0; i < ops.size(); i++) {
      try {
        ops.get(i).run();
      } catch (RuntimeException e) {
        Instruction failed = instructions.get(i);
        throw new BackendException(
            "ND4J's "
                + failed.op()
                + " failed at node '"
                + failed.node()
                + "' of graph '"
                + graph.name()
                + "': "
                + e.getMessage(),
            e);
      }
    }
    out.keySet().forEach(name -> tensor(out, name).array().assign(array(name)));
    Nd4j.getExecutioner().commit();
  }

  private INDArray array(String output) {
    INDArray array = outputs.get(output);
    if (array == null) {
      throw new IllegalStateException("output '" + output + "' was checked");
    }
    return array;
  }

  private Nd4jTensor tensor(Map<String, DeviceTensor> tensors, String name) {
    if (tensors.get(name) instanceof Nd4jTensor tensor) {
      return tensor;
    }
    throw new BackendException("'" + name + "' is not a tensor of this backend");
  }

  @Override
  public long arenaBytes() {
    return memory.arenaBytes();
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d ND4J operations, arena %,d bytes, weights %,d bytes, %.3f GFLOP; fused: %s%n",
            graph.name(),
            instructions.size(),
            memory.arenaBytes(),
            memory.constantBytes(),
            graph.flops() / 1e9,
            graph.fusions().isEmpty() ? "nothing" : String.join(", ", graph.fusions())));
    for (Instruction each : instructions) {
      text.append(String.format(Locale.ROOT, "  %-34s %s%n", each.node(), each.op()));
    }
    return text.toString();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      backend.released(bytes());
      ops.forEach(BoundOp::close);
      memory.close();
    }
  }
}
