package org.mem3d.backend.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.BackendException;

/**
 * A graph as libtorch calls in order. It has no weights of its own and does not know whether
 * gradients are wanted: that is the caller's affair. Immutable but for the places of the values;
 * one thread at a time.
 */
final class Program {
  private final TensorGraph graph;
  private final DType precision;
  private final List<Node> nodes;
  private final Step[] steps;
  private final int[][] lastReads;
  private final boolean[] isOutput;
  private final boolean[] inHead;
  private final @Nullable Tensor[] values;
  private final long peakBytes;

  Program(TensorGraph graph, DType precision) {
    this(graph, precision, Set.of());
  }

  /**
   * Makes a program.
   *
   * @param heads outputs whose own part of the graph sends no gradient into the rest
   */
  Program(TensorGraph graph, DType precision, Set<String> heads) {
    this.graph = graph;
    this.precision = precision;
    this.nodes = graph.nodes();
    this.steps = new Step[nodes.size()];
    this.values = new Tensor[nodes.size()];
    this.isOutput = new boolean[nodes.size()];
    graph.outputs().values().forEach(node -> isOutput[node.id()] = true);
    Lowering lowering = new Lowering(graph, precision);
    for (Node node : nodes) {
      if (!isGiven(node)) {
        steps[node.id()] = lowering.step(node);
      }
    }
    this.inHead = inHead(heads);
    this.lastReads = lastReads();
    this.peakBytes = peak();
  }

  TensorGraph graph() {
    return graph;
  }

  DType precision() {
    return precision;
  }

  /** Returns the bytes, in float32, of the most values that are needed at one time. */
  long peakBytes() {
    return peakBytes;
  }

  private static boolean isGiven(Node node) {
    return node.op() instanceof Op.Input || node.op() instanceof Op.Parameter;
  }

  /** Returns which nodes no output but those named needs. */
  private boolean[] inHead(Set<String> heads) {
    if (!graph.outputs().keySet().containsAll(heads)) {
      throw new GraphException(
          "graph '"
              + graph.name()
              + "' has the outputs "
              + graph.outputs().keySet()
              + ", not all of "
              + heads);
    }
    boolean[] head = new boolean[nodes.size()];
    if (heads.isEmpty()) {
      return head;
    }
    boolean[] needed = new boolean[nodes.size()];
    graph.outputs().forEach((name, node) -> needed[node.id()] |= !heads.contains(name));
    for (int id = nodes.size() - 1; id >= 0; id--) {
      for (Node input : nodes.get(id).inputs()) {
        needed[input.id()] |= needed[id];
      }
      head[id] = !needed[id];
    }
    return head;
  }

  /** Returns, for each node, the computed values that nothing reads after it. */
  private int[][] lastReads() {
    int[] last = new int[nodes.size()];
    for (Node node : nodes) {
      last[node.id()] = node.id();
      for (Node input : node.inputs()) {
        last[input.id()] = node.id();
      }
    }
    List<List<Integer>> ending = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      ending.add(new ArrayList<>());
    }
    for (Node node : nodes) {
      if (!isGiven(node) && !isOutput[node.id()]) {
        ending.get(last[node.id()]).add(node.id());
      }
    }
    return ending.stream()
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private long peak() {
    long live = 0;
    long most = 0;
    for (Node node : nodes) {
      if (isGiven(node)) {
        continue;
      }
      live += bytes(node);
      most = Math.max(most, live);
      for (int ended : lastReads[node.id()]) {
        live -= bytes(nodes.get(ended));
      }
    }
    return Math.max(most, DType.F32.bytes());
  }

  private static long bytes(Node node) {
    return node.shape().bytes(DType.F32);
  }

  /**
   * Computes the outputs. Tensors made on the way are closed; the outputs are the caller's to
   * close, but for those that are a given tensor themselves.
   *
   * @param given returns the tensor of an input or parameter, which stays its owner's
   * @param statistics what batch norms do
   */
  @SuppressWarnings("try")
  Map<String, Tensor> run(Function<Node, Tensor> given, Statistics statistics) {
    try {
      for (Node node : nodes) {
        int id = node.id();
        if (isGiven(node)) {
          values[id] = given.apply(node);
          continue;
        }
        try (PointerScope scope = new PointerScope()) {
          values[id] = TorchDevice.kept(steps[id].apply(inputs(node), statistics));
        }
        for (int ended : lastReads[id]) {
          value(ended).close();
          values[ended] = null;
        }
      }
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      graph
          .outputs()
          .forEach(
              (name, node) -> {
                // Two names may stand for one value: each gets a handle that it can close.
                Tensor value = value(node.id());
                outputs.put(name, isGiven(node) ? value : value.retainReference());
              });
      return outputs;
    } catch (RuntimeException e) {
      throw new BackendException("torch: graph '" + graph.name() + "': " + e.getMessage(), e);
    } finally {
      for (Node node : nodes) {
        Tensor left = values[node.id()];
        if (left != null && !isGiven(node)) {
          left.close();
        }
        values[node.id()] = null;
      }
    }
  }

  private Tensor[] inputs(Node node) {
    Tensor[] inputs = new Tensor[node.inputs().size()];
    for (int i = 0; i < inputs.length; i++) {
      Node input = node.input(i);
      boolean border = inHead[node.id()] && !inHead[input.id()];
      inputs[i] = border ? value(input.id()).detach() : value(input.id());
    }
    return inputs;
  }

  private Tensor value(int id) {
    Tensor value = values[id];
    if (value == null) {
      throw new IllegalStateException("value " + id + " of '" + graph.name() + "' is gone");
    }
    return value;
  }
}
