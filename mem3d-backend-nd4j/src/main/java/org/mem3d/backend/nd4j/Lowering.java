package org.mem3d.backend.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mem3d.backend.nd4j.Instruction.Arguments;
import org.mem3d.backend.nd4j.Instruction.Operand;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Require;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A graph as a list of ND4J operations: what is emitted while {@link OpLowering} goes through the
 * nodes, and the values that they read and make. Nodes that no output needs are left out.
 */
final class Lowering {
  final List<Instruction> instructions = new ArrayList<>();
  final Map<String, Value> inputs = new LinkedHashMap<>();
  final Map<String, Value> outputs = new LinkedHashMap<>();
  final Set<Storage> storages = new LinkedHashSet<>();

  private final Weights weights;
  private final Map<Node, Value> values = new HashMap<>();
  private final Map<Float, Value> scalars = new HashMap<>();
  private final Map<Value, Map<Layout, Value>> converted = new HashMap<>();
  private Node current;

  /**
   * Lowers a graph.
   *
   * @throws GraphException if a weight is missing or of another shape
   */
  Lowering(TensorGraph graph, Weights weights) {
    this.weights = weights;
    Require.weights(graph, weights);
    Set<Node> needed = new LinkedHashSet<>(graph.outputs().values());
    current = graph.nodes().get(0);
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      if (needed.contains(graph.nodes().get(i))) {
        needed.addAll(graph.nodes().get(i).inputs());
      }
    }
    OpLowering ops = new OpLowering(this);
    for (Node node : graph.nodes()) {
      if (needed.contains(node)) {
        current = node;
        values.put(node, lower(node, ops));
      }
    }
    graph
        .outputs()
        .forEach(
            (name, node) -> {
              current = node;
              Value value = as(value(node), Layout.boundary(node.shape()));
              touch(value.storage(), Integer.MAX_VALUE);
              outputs.put(name, value);
            });
  }

  private Value lower(Node node, OpLowering ops) {
    if (node.op() instanceof Op.Input) {
      Value value = fresh(node.shape(), Layout.boundary(node.shape()));
      touch(value.storage(), -1);
      inputs.put(node.name(), value);
      return value;
    }
    if (node.op() instanceof Op.Parameter) {
      return constant(weights.values(node.name()).clone(), node.shape());
    }
    return ops.lower(node);
  }

  private Value value(Node node) {
    Value value = values.get(node);
    if (value == null) {
      throw new IllegalStateException("'" + node.name() + "' is read before it is made");
    }
    return value;
  }

  /** Returns the value of one of the current node's inputs. */
  Value input(int index) {
    return value(current.input(index));
  }

  /** Makes room for a value. */
  Value fresh(Shape shape, Layout layout) {
    return new Value(Storage.working(shape.elements(), DataType.FLOAT), shape, layout);
  }

  /** Makes room for indices. */
  Storage freshIndices(long elements) {
    return Storage.working(elements, DataType.INT32);
  }

  /** Makes a value known at compile time, row by row. */
  Value constant(float[] data, Shape shape) {
    return new Value(Storage.constant(data), shape, Layout.rowMajor(shape.rank()));
  }

  /** Returns one number as a value that broadcasts to anything. */
  Operand scalar(float number) {
    return scalars
        .computeIfAbsent(number, key -> constant(new float[] {key}, Shape.of(1)))
        .operand();
  }

  /** Adds an operation whose output is its own. */
  void emit(String op, List<Operand> operands, Operand output, Arguments args) {
    int time = instructions.size();
    for (Operand operand : operands) {
      touch(operand.storage(), time);
    }
    touch(output.storage(), time);
    instructions.add(new Instruction(current.name(), op, operands, output, args));
  }

  private void touch(Storage storage, int time) {
    storages.add(storage);
    storage.touch(time);
  }

  /** Returns the same value under another layout, moved if it has to be. */
  Value as(Value value, Layout layout) {
    if (value.layout().coincides(layout, value.shape())) {
      return new Value(value.storage(), value.shape(), layout);
    }
    return converted
        .computeIfAbsent(value, key -> new HashMap<>())
        .computeIfAbsent(layout, key -> convert(value, key));
  }

  private Value convert(Value value, Layout layout) {
    long[] permutation =
        Arrays.stream(layout.order()).mapToLong(axis -> value.layout().position(axis)).toArray();
    float[] known = value.storage().constant;
    if (known != null) {
      float[] moved = permute(known, value.dims(), permutation);
      return new Value(Storage.constant(moved), value.shape(), layout);
    }
    Value moved = fresh(value.shape(), layout);
    emit("permute", List.of(value.operand()), moved.operand(), Arguments.integers(permutation));
    return moved;
  }

  private static float[] permute(float[] source, long[] dims, long[] permutation) {
    int rank = dims.length;
    long[] strides = new long[rank];
    long stride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    float[] target = new float[source.length];
    long[] index = new long[rank];
    for (int i = 0; i < target.length; i++) {
      long from = 0;
      for (int axis = 0; axis < rank; axis++) {
        from += index[axis] * strides[(int) permutation[axis]];
      }
      target[i] = source[(int) from];
      for (int axis = rank - 1; axis >= 0; axis--) {
        if (++index[axis] < dims[(int) permutation[axis]]) {
          break;
        }
        index[axis] = 0;
      }
    }
    return target;
  }
}
