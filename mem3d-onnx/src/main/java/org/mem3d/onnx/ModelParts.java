package org.mem3d.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphException;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.spi.Require;

/**
 * The parts of one model as they come together: named values, nodes, initializers. Used by one
 * thread.
 *
 * <p>Names: the graph's inputs and outputs keep theirs, then parameters, then nodes, each with a
 * number behind it if the name is taken already.
 */
final class ModelParts {
  /** The version of the file format that came with operator set 17. */
  private static final int IR_VERSION = 8;

  /** What protobuf can hold, less what the nodes may take. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (16L << 20);

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> taken = new HashSet<>();
  private final Map<Node, String> values = new HashMap<>();

  private ModelParts() {}

  /** Returns a graph as a model. */
  static ModelProto model(TensorGraph graph, Weights weights) {
    Require.weights(graph, weights);
    ModelParts parts = new ModelParts();
    parts.addAll(graph, weights);
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("mem3d")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OnnxWriter.OPSET))
        .setGraph(parts.graph)
        .build();
  }

  private void addAll(TensorGraph source, Weights weights) {
    graph.setName(source.name());
    for (Node input : source.inputs()) {
      taken.add(input.name());
      values.put(input, input.name());
      graph.addInput(value(input.name(), input.shape()));
    }
    Map<String, String> outputs = new LinkedHashMap<>();
    source
        .outputs()
        .forEach(
            (wanted, node) -> {
              String name = newName(wanted);
              outputs.put(wanted, name);
              graph.addOutput(value(name, node.shape()));
              if (!isGiven(node)) {
                values.putIfAbsent(node, name);
              }
            });
    Set<Node> needed = needed(source);
    long bytes = 0;
    for (Node node : source.nodes()) {
      if (!needed.contains(node) || node.op() instanceof Op.Input) {
        continue;
      }
      values.computeIfAbsent(node, key -> newName(key.name()));
      if (node.op() instanceof Op.Parameter) {
        bytes += node.shape().bytes(DType.F32);
        requireRoom(source, bytes);
        graph.addInitializer(floats(of(node), node.shape().dims(), weights.values(node.name())));
      } else {
        new OpTranslation(this, node).add();
      }
    }
    outputs.forEach(
        (wanted, name) -> {
          String value = of(Objects.requireNonNull(source.outputs().get(wanted)));
          if (!value.equals(name)) {
            addNode("Identity", List.of(name), List.of(value));
          }
        });
  }

  private static boolean isGiven(Node node) {
    return node.op() instanceof Op.Input || node.op() instanceof Op.Parameter;
  }

  private static void requireRoom(TensorGraph source, long bytes) {
    if (bytes > MOST_BYTES) {
      throw new GraphException(
          "the parameters of graph '"
              + source.name()
              + "' take more than "
              + MOST_BYTES
              + " bytes, the most that an ONNX file holds");
    }
  }

  private static Set<Node> needed(TensorGraph source) {
    Set<Node> needed = new HashSet<>(source.outputs().values());
    List<Node> nodes = source.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (needed.contains(nodes.get(i))) {
        needed.addAll(nodes.get(i).inputs());
      }
    }
    return needed;
  }

  /** Returns a name that nothing else has: the one wanted, or that with a number behind it. */
  String newName(String wanted) {
    String name = wanted;
    for (int number = 2; !taken.add(name); number++) {
      name = wanted + ":" + number;
    }
    return name;
  }

  /** Returns the name of a node's value. */
  String of(Node node) {
    return Objects.requireNonNull(values.get(node));
  }

  /** Adds an ONNX node. */
  void addNode(
      String type, List<String> outputs, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(outputs.get(0))
            .setOpType(type)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
  }

  /** Adds a constant tensor of floats and returns its name. */
  String constant(String wanted, int[] dims, float... elements) {
    String name = newName(wanted);
    graph.addInitializer(floats(name, dims, elements));
    return name;
  }

  /** Adds a constant vector of whole numbers and returns its name. */
  String integers(String wanted, long... elements) {
    String name = newName(wanted);
    ByteBuffer raw = ByteBuffer.allocate(elements.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(elements);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(elements.length)
            .setRawData(ByteString.copyFrom(raw)));
    return name;
  }

  private static TensorProto floats(String name, int[] dims, float[] elements) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    for (int dim : dims) {
      tensor.addDims(dim);
    }
    ByteBuffer raw = ByteBuffer.allocate(elements.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(elements);
    return tensor.setRawData(ByteString.copyFrom(raw)).build();
  }

  private static ValueInfoProto value(String name, Shape shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (int dim : shape.dims()) {
      dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(dims)))
        .build();
  }

  /** Makes an attribute of one whole number. */
  static AttributeProto attribute(String name, long number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(number)
        .build();
  }

  /** Makes an attribute of several whole numbers. */
  static AttributeProto attributes(String name, int... numbers) {
    List<Long> wide = new ArrayList<>();
    for (int number : numbers) {
      wide.add((long) number);
    }
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(wide)
        .build();
  }

  /** Makes an attribute of one float. */
  static AttributeProto attribute(String name, float number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(number)
        .build();
  }

  /** Makes an attribute of text. */
  static AttributeProto attribute(String name, String text) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(text))
        .build();
  }
}
