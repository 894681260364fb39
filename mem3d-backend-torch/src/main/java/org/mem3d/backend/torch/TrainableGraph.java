package org.mem3d.backend.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/**
 * A graph through which libtorch differentiates: parameters are the leaves of a {@link
 * ParameterSet}, so that {@code backward()} on anything computed from the outputs fills their
 * gradients. The same executor as that of the backend's compiled graphs. One thread at a time; owns
 * nothing.
 */
public final class TrainableGraph {
  private final Program program;
  private final ParameterSet parameters;

  /**
   * Makes a graph ready to run.
   *
   * @param precision the format of convolutions and products; weights stay float32
   */
  public TrainableGraph(TensorGraph graph, ParameterSet parameters, DType precision) {
    this(graph, parameters, precision, Set.of());
  }

  /**
   * Makes a graph ready to run, of which a part learns without teaching the rest.
   *
   * @param precision the format of convolutions and products; weights stay float32
   * @param heads names of outputs; no gradient flows out of what is computed for them alone
   * @throws GraphException if there is no such output
   */
  public TrainableGraph(
      TensorGraph graph, ParameterSet parameters, DType precision, Set<String> heads) {
    this.program = new Program(graph, precision, heads);
    this.parameters = parameters;
  }

  /** Returns the graph. */
  public TensorGraph graph() {
    return program.graph();
  }

  /**
   * Computes all outputs. Gradients flow unless libtorch was told otherwise ({@code NoGradGuard}).
   * Outputs may be bfloat16 where the precision is.
   *
   * @param inputs a tensor for each input of the graph, by name, and for each parameter that the
   *     set lacks (constants); they stay the caller's
   * @param statistics which statistics batch norms use; those of the batch move the stored ones
   * @return outputs by name, which belong to the innermost open {@code PointerScope}; without one,
   *     to the caller
   * @throws GraphException if an input is missing or of another shape
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, Statistics statistics) {
    for (Node node : graph().inputs()) {
      require(node, inputs);
    }
    for (Node node : graph().parameters()) {
      if (!parameters.names().contains(node.name())) {
        require(node, inputs);
      }
    }
    Map<String, Tensor> computed =
        program.run(
            node -> {
              Tensor given = inputs.get(node.name());
              return given != null ? given : parameters.tensor(node.name());
            },
            statistics);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    computed.forEach(
        (name, tensor) -> {
          Op op = Objects.requireNonNull(graph().outputs().get(name)).op();
          boolean given = op instanceof Op.Input || op instanceof Op.Parameter;
          outputs.put(name, given ? tensor : Scopes.handOver(tensor));
        });
    return outputs;
  }

  private void require(Node node, Map<String, Tensor> inputs) {
    Tensor tensor = inputs.get(node.name());
    String wanted = "graph '" + graph().name() + "' wants '" + node.name() + "' of " + node.shape();
    if (tensor == null) {
      throw new GraphException(wanted + ", which is missing");
    }
    boolean same = tensor.dim() == node.shape().rank();
    for (int axis = 0; same && axis < node.shape().rank(); axis++) {
      same = tensor.size(axis) == node.shape().dim(axis);
    }
    if (!same) {
      throw new GraphException(wanted + ", not of another shape");
    }
  }
}
