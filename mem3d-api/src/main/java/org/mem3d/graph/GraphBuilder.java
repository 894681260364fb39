package org.mem3d.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.graph.Op.Activation;

/**
 * Makes a {@link TensorGraph} node by node; every shape is checked as it is added, and nothing is
 * computed.
 *
 * <pre>{@code
 * GraphBuilder g = new GraphBuilder("tiny");
 * Node slice = g.input("slice", 1, 2, 128, 128);
 * Node key = g.relu(g.conv(slice, "key", 48, 3));
 * TensorGraph graph = g.output("key", key).build();
 * }</pre>
 *
 * <p>Not thread-safe. A builder can go on after {@link #build}; graphs already built do not change.
 */
public final class GraphBuilder {
  private final String name;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Node> byName = new LinkedHashMap<>();
  private final Map<String, Node> outputs = new LinkedHashMap<>();

  /** Begins an empty graph. */
  public GraphBuilder(String name) {
    this.name = name;
  }

  /**
   * Adds any operation under a name of its own.
   *
   * @param nodeName unique in the graph
   * @throws GraphException if the name is taken, an input is not of this builder, or shapes do not
   *     fit
   */
  public Node add(String nodeName, Op op, List<Node> inputs) {
    for (Node input : inputs) {
      if (!owns(input)) {
        throw new GraphException(
            "node '" + nodeName + "' reads '" + input.name() + "', which is not of this graph");
      }
    }
    if (byName.containsKey(nodeName)) {
      throw new GraphException("graph '" + name + "' already has a node '" + nodeName + "'");
    }
    Shape shape;
    try {
      shape = op.infer(inputs.stream().map(Node::shape).toList());
    } catch (GraphException e) {
      throw new GraphException("node '" + nodeName + "': " + e.getMessage());
    }
    Node node = new Node(nodes.size(), nodeName, op, inputs, shape);
    nodes.add(node);
    byName.put(nodeName, node);
    return node;
  }

  /** Adds any operation under a name made of its kind and number. */
  public Node add(Op op, Node... inputs) {
    return add(
        op.kind().toLowerCase(java.util.Locale.ROOT) + "#" + nodes.size(), op, List.of(inputs));
  }

  /** Adds a tensor that is given at each run. */
  public Node input(String inputName, int... dims) {
    return add(inputName, new Op.Input(Shape.of(dims)), List.of());
  }

  /** Returns the parameter of that name, adding it if it is new; its shape must be the same. */
  public Node parameter(String parameterName, int... dims) {
    Shape shape = Shape.of(dims);
    Node known = byName.get(parameterName);
    if (known == null) {
      return add(parameterName, new Op.Parameter(shape), List.of());
    }
    if (!(known.op() instanceof Op.Parameter) || !known.shape().equals(shape)) {
      throw new GraphException("'" + parameterName + "' of " + shape + " is already " + known);
    }
    return known;
  }

  /**
   * Adds a convolution of stride 1 that keeps the size, with bias: parameters {@code name.weight}
   * and {@code name.bias}.
   *
   * @param kernel odd side of the kernel
   */
  public Node conv(Node x, String nodeName, int channels, int kernel) {
    Node weight = parameter(nodeName + ".weight", channels, x.shape().dim(1), kernel, kernel);
    Node bias = parameter(nodeName + ".bias", channels);
    return add(nodeName, new Op.Conv2d(1, kernel / 2, 1, true), List.of(x, weight, bias));
  }

  /**
   * Adds a convolution without bias that keeps the size but for its stride: parameter {@code
   * name.weight}.
   */
  public Node convNoBias(Node x, String nodeName, int channels, int kernel, int stride) {
    Node weight = parameter(nodeName + ".weight", channels, x.shape().dim(1), kernel, kernel);
    return add(nodeName, new Op.Conv2d(stride, kernel / 2, 1, false), List.of(x, weight));
  }

  /**
   * Adds a batch normalisation: parameters {@code name.weight}, {@code .bias}, {@code
   * .running_mean}, {@code .running_var}.
   */
  public Node batchNorm(Node x, String nodeName, float epsilon) {
    int channels = x.shape().dim(1);
    return add(
        nodeName,
        new Op.BatchNorm(epsilon),
        List.of(
            x,
            parameter(nodeName + ".weight", channels),
            parameter(nodeName + ".bias", channels),
            parameter(nodeName + ".running_mean", channels),
            parameter(nodeName + ".running_var", channels)));
  }

  /** Adds a fully connected layer with bias: parameters {@code name.weight}, {@code name.bias}. */
  public Node linear(Node x, String nodeName, int features) {
    return add(
        nodeName,
        new Op.Linear(true, Activation.NONE),
        List.of(
            x,
            parameter(nodeName + ".weight", features, x.shape().dim(1)),
            parameter(nodeName + ".bias", features)));
  }

  /** Adds {@link Op.Relu}. */
  public Node relu(Node x) {
    return add(new Op.Relu(), x);
  }

  /** Adds {@link Op.Sigmoid}. */
  public Node sigmoid(Node x) {
    return add(new Op.Sigmoid(), x);
  }

  /** Adds {@link Op.Affine}. */
  public Node affine(Node x, float scale, float shift) {
    return add(new Op.Affine(scale, shift), x);
  }

  /** Adds {@link Op.Add}. */
  public Node add(Node a, Node b) {
    return add(new Op.Add(), a, b);
  }

  /** Adds {@link Op.Multiply}. */
  public Node multiply(Node a, Node b) {
    return add(new Op.Multiply(), a, b);
  }

  /** Adds {@link Op.Concat} along the channels. */
  public Node concatChannels(Node... parts) {
    return add(new Op.Concat(1), parts);
  }

  /** Adds {@link Op.AveragePool} of windows that do not overlap. */
  public Node averagePool(Node x, int factor) {
    return add(new Op.AveragePool(factor, factor), x);
  }

  /** Adds {@link Op.MaxPool} of windows that do not overlap. */
  public Node maxPool(Node x, int factor) {
    return add(new Op.MaxPool(factor, factor, 0), x);
  }

  /** Adds a bilinear {@link Op.Resize} by a whole factor, corners not aligned. */
  public Node upsample(Node x, int factor) {
    return add(new Op.Resize(true, x.shape().dim(2) * factor, x.shape().dim(3) * factor, false), x);
  }

  /** Adds {@link Op.MatMul}. */
  public Node matmul(Node a, Node b, boolean transposeA, boolean transposeB) {
    return add(new Op.MatMul(transposeA, transposeB), a, b);
  }

  /** Adds {@link Op.Reshape}. */
  public Node reshape(Node x, int... dims) {
    return add(new Op.Reshape(Shape.of(dims)), x);
  }

  /** Adds {@link Op.Transpose}. */
  public Node transpose(Node x, Integer... order) {
    return add(new Op.Transpose(Arrays.asList(order)), x);
  }

  /** Adds {@link Op.Reduce}. */
  public Node reduce(Node x, Op.Reduction reduction, Integer... axes) {
    return add(new Op.Reduce(reduction, Arrays.asList(axes)), x);
  }

  private boolean owns(Node node) {
    return node.id() < nodes.size() && nodes.get(node.id()) == node;
  }

  /**
   * Names a node's value as an output.
   *
   * @throws GraphException if the output's name is taken or the node is not of this builder
   */
  public GraphBuilder output(String outputName, Node node) {
    if (!owns(node)) {
      throw new GraphException(
          "output '" + outputName + "' is '" + node.name() + "', which is not of this graph");
    }
    if (outputs.putIfAbsent(outputName, node) != null) {
      throw new GraphException("graph '" + name + "' already has an output '" + outputName + "'");
    }
    return this;
  }

  /**
   * Returns the graph made so far.
   *
   * @throws GraphException if it has no output
   */
  public TensorGraph build() {
    if (outputs.isEmpty()) {
      throw new GraphException("graph '" + name + "' has no output: name one with output(...)");
    }
    return new TensorGraph(name, nodes, outputs);
  }
}
