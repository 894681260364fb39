package org.mem3d.backend.nd4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.Node;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompiledGraph;
import org.mem3d.spi.DeviceTensor;
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
  private boolean closed;

  Nd4jGraph(Nd4jBackend backend, TensorGraph graph, Weights weights) {
    this.backend = backend;
    this.graph = graph;
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
    check(in, out);
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

  private void check(Map<String, DeviceTensor> in, Map<String, DeviceTensor> out) {
    Map<String, Shape> wanted = new LinkedHashMap<>();
    for (Node node : graph.inputs()) {
      wanted.put(node.name(), node.shape());
      if (!in.containsKey(node.name())) {
        throw new BackendException(
            "graph '" + graph.name() + "' misses its input '" + node.name() + "'");
      }
    }
    for (String name : in.keySet()) {
      check("input", name, wanted.get(name), tensor(in, name));
    }
    for (String name : out.keySet()) {
      Node node = graph.outputs().get(name);
      Nd4jTensor tensor = tensor(out, name);
      check("output", name, node == null ? null : node.shape(), tensor);
      if (in.containsValue(tensor)) {
        throw new BackendException("output '" + name + "' is the tensor of an input, too");
      }
    }
  }

  private void check(String kind, String name, @Nullable Shape wanted, Nd4jTensor tensor) {
    String tensorText = kind + " '" + name + "' of graph '" + graph.name() + "'";
    if (wanted == null) {
      throw new BackendException("there is no " + tensorText);
    }
    if (tensor.backend() != backend) {
      throw new BackendException(tensorText + " is a tensor of another backend");
    }
    if (tensor.closed()) {
      throw new BackendException(tensorText + " is a closed tensor");
    }
    if (!tensor.shape().equals(wanted)) {
      throw new BackendException(tensorText + " is " + wanted + ", not " + tensor.shape());
    }
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
            "%s: %d ND4J operations, arena %,d bytes, weights %,d bytes, %.3f GFLOP%n",
            graph.name(),
            instructions.size(),
            memory.arenaBytes(),
            memory.constantBytes(),
            graph.flops() / 1e9));
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
