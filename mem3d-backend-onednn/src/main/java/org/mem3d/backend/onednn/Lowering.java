package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Follower;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * Turns the groups of a graph into steps over values: knows each node's value, has layouts and
 * formats converted where a step wants another one ({@link Conversions}), and computes at once
 * whatever depends on weights alone. The operations themselves are in {@link ProductOps}, {@link
 * ImageOps}, {@link PointwiseOps}, {@link ArrangementOps} and {@link JoiningOps}.
 */
final class Lowering {
  private final TensorGraph graph;
  private final Weights weights;
  private final Precisions precisions;
  private final Quantisation quantisation;
  private final GraphBindings bindings;
  private final DnnlScope scope;
  private final Constants constants;
  private final Workers workers;
  private final boolean winograd;
  private final Map<Node, Value> values = new HashMap<>();
  private final Conversions conversions = new Conversions(this);
  private final List<Step> steps = new ArrayList<>();
  private String current = "";

  /**
   * @param bindings are filled with the graph's inputs and outputs
   * @param scope owns descriptions and primitive descriptors, until the graph is ready
   * @param winograd whether convolutions may be computed with fewer products
   */
  Lowering(
      TensorGraph graph,
      Weights weights,
      Precisions precisions,
      Quantisation quantisation,
      GraphBindings bindings,
      DnnlScope scope,
      Constants constants,
      Workers workers,
      boolean winograd) {
    this.graph = graph;
    this.weights = weights;
    this.precisions = precisions;
    this.quantisation = quantisation;
    this.bindings = bindings;
    this.scope = scope;
    this.constants = constants;
    this.workers = workers;
    this.winograd = winograd;
  }

  /** Lowers everything; then steps and ports are known. */
  void lower(List<Group> groups) {
    for (Node input : graph.inputs()) {
      values.put(input, bindings.input(this, input));
    }
    for (Group group : groups) {
      lower(group);
      releaseParameters();
    }
    graph
        .outputs()
        .forEach(
            (name, node) -> {
              current = name;
              bindings.output(this, name, node);
            });
  }

  /**
   * Releases weights that have been packed or folded: large networks would be twice in memory at
   * the end otherwise. A parameter that another group wants too is read again.
   */
  private void releaseParameters() {
    Set<Storage> needed = GraphCompiler.storages(steps);
    values.forEach(
        (node, value) -> {
          if (!(node.op() instanceof Op.Parameter)) {
            needed.add(value.storage());
          }
        });
    constants.keepOnly(needed);
    values.values().removeIf(value -> value.constant() && !needed.contains(value.storage()));
    conversions.keepOnly(needed);
  }

  private void lower(Group group) {
    current = group.root().name();
    Op op = group.root().op();
    if (group.read() != null) {
      ReadOps.lower(this, group, group.read());
    } else if (op instanceof Op.Conv2d || op instanceof Op.Linear || op instanceof Op.MatMul) {
      ProductOps.lower(this, group);
    } else if (op instanceof Op.Resize
        || op instanceof Op.MaxPool
        || op instanceof Op.AveragePool
        || op instanceof Op.AdaptiveAveragePool) {
      ImageOps.lower(this, group);
    } else if (op instanceof Op.Concat
        || op instanceof Op.Slice
        || op instanceof Op.Reshape
        || op instanceof Op.Transpose) {
      ArrangementOps.lower(this, group);
    } else if (op instanceof Op.Softmax
        || op instanceof Op.L2Normalize
        || op instanceof Op.Reduce
        || op instanceof Op.TopK
        || op instanceof Op.ArgMax) {
      JoiningOps.lower(this, group);
    } else {
      PointwiseOps.lower(this, group);
    }
  }

  /** Has the followers of a group run as groups of their own. */
  void separately(Group group) {
    lower(group.bare());
    for (Follower follower : group.followers()) {
      lower(new Group(follower.node(), List.of()));
    }
  }

  /** Returns the threads for steps in Java: as many as the library uses. */
  Workers workers() {
    return workers;
  }

  /** Whether convolutions may be computed with fewer products. */
  boolean winograd() {
    return winograd;
  }

  /** Returns what computes in 8 bits. */
  Quantisation quantisation() {
    return quantisation;
  }

  DnnlScope scope() {
    return scope;
  }

  List<Step> steps() {
    return steps;
  }

  /** Returns the format in which a group's result is to be held. */
  DType dtypeOf(Group group) {
    Node result = group.result();
    return quantisation.holds(result) ? DType.I8 : precisions.of(result);
  }

  /** Makes the value of a group's result in the arena. */
  Value newResult(Group group, Layout layout) {
    Node result = group.result();
    return quantisation.holds(result)
        ? newRounded(result.shape(), layout, quantisation.scale(result))
        : newValue(result.shape(), precisions.of(result), layout);
  }

  /** Makes a value of 8 bits in the arena. */
  Value newRounded(Shape shape, Layout layout, float scale) {
    Storage storage = new Storage(Storage.Kind.ARENA, shape.bytes(DType.I8));
    dnnl_memory_desc desc = scope.desc(shape, DType.I8, layout);
    return new Value(storage, shape, DType.I8, layout, desc, 0, scale);
  }

  /** Returns the format in which a product reads. */
  DType read(Node product) {
    return precisions.read(product);
  }

  /** Returns the value of a node: of one lowered before, or of a parameter. */
  Value value(Node node) {
    Value known = values.get(node);
    if (known == null) {
      known = constant(weights.values(node.name()), node.shape());
      values.put(node, known);
    }
    return known;
  }

  /** Returns the weights of a parameter, row by row; not to be changed. */
  float[] weights(Node parameter) {
    return weights.values(parameter.name());
  }

  /** Says what a group's value is. */
  void define(Group group, Value value) {
    values.put(group.result(), value);
  }

  /** Says what the value of a node is that is not the last of its group. */
  void define(Node node, Value value) {
    values.put(node, value);
  }

  /**
   * Sees the same memory as a tensor of another shape with as many elements: an image
   * channels-last, other shapes row by row.
   */
  Value seenAs(Value image, Shape shape) {
    Layout layout = Layout.natural(shape);
    return new Value(
        image.storage(),
        shape,
        image.dtype(),
        layout,
        scope.desc(shape, image.dtype(), layout),
        image.offset());
  }

  /** Makes a constant, row by row. */
  Value constant(float[] elements, Shape shape) {
    Storage storage = new Storage(Storage.Kind.CONSTANT, 4L * elements.length);
    constants.allocate(storage).put(elements);
    return view(storage, shape, DType.F32, Layout.rowMajor(shape));
  }

  /** Makes a column of ones: a product with it sums over rows, faster than the library's sums. */
  Value ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return constant(ones, Shape.of(count, 1));
  }

  /** Makes a constant of whole numbers, row by row. */
  Value constant(byte[] elements, Shape shape) {
    Storage storage = new Storage(Storage.Kind.CONSTANT, elements.length);
    new BytePointer(constants.allocate(storage)).put(elements);
    return view(storage, shape, DType.I8, Layout.rowMajor(shape));
  }

  /** Makes a value in the arena. */
  Value newValue(Shape shape, DType dtype, Layout layout) {
    Storage storage = new Storage(Storage.Kind.ARENA, shape.bytes(dtype));
    return view(storage, shape, dtype, layout);
  }

  /** Sees a storage as a tensor. */
  Value view(Storage storage, Shape shape, DType dtype, Layout layout) {
    return new Value(storage, shape, dtype, layout, scope.desc(shape, dtype, layout));
  }

  /** Returns a value in the layout and format that a step wants; converts at most once. */
  Value as(Value value, Layout layout, DType dtype) {
    return conversions.as(value, layout, dtype);
  }

  /** Returns the value of a node channels-last in 8 bits; rounds at most once. */
  Value rounded(Node node) {
    Value value = value(node);
    return value.dtype() == DType.I8
        ? value
        : conversions.rounded(value, Layout.natural(node.shape()), quantisation.scale(node));
  }

  /** Returns weights in a layout of the library's own. */
  Value packed(Value plain, dnnl_memory_desc wanted) {
    return conversions.packed(plain, wanted);
  }

  /** Adds a copy into another layout or format, or of or into part of a tensor. */
  void addCopy(Value from, Value to) {
    conversions.copy(from, to);
  }

  /** Has an argument scaled as a whole, unless 1 is what 1 stands for. */
  void scale(dnnl_primitive_attr attr, int argument, float scale, List<Argument> arguments) {
    if (scale != 1) {
      scope.scale(attr, argument, 0);
      Value one = constant(new float[] {scale}, Shape.of(1));
      arguments.add(new Argument(DNNL_ARG_ATTR_SCALES | argument, one));
    }
  }

  /** Returns the value of a node in a layout and format. */
  Value as(Node node, Layout layout, DType dtype) {
    return as(value(node), layout, dtype);
  }

  /** Returns the value of a node channels-last, or row by row if it is no image. */
  Value natural(Node node, DType dtype) {
    return as(value(node), Layout.natural(node.shape()), dtype);
  }

  /**
   * Returns the followers of a group as post-operations on a result of the given layout. Operands
   * are brought into that layout.
   */
  PostOps postOps(Group group, Layout layout) {
    PostOps postOps = new PostOps();
    Node root = group.root();
    if (root.op() instanceof Op.Conv2d conv) {
      if (conv.residual()) {
        Value residual = value(root.input(conv.residualIndex()));
        postOps.binary(dnnl_binary_add, as(residual, layout, residual.dtype()));
      }
      activate(postOps, conv.activation());
    } else if (root.op() instanceof Op.Linear linear) {
      activate(postOps, linear.activation());
    }
    Shape shape = root.shape();
    for (Follower follower : group.followers()) {
      Op op = follower.node().op();
      if (follower.operand() != null) {
        Value operand = value(follower.operand());
        Layout wanted = layout.like(shape, operand.shape());
        postOps.binary(
            op instanceof Op.Add ? dnnl_binary_add : dnnl_binary_mul,
            as(operand, wanted, operand.dtype()));
      } else {
        PointwiseOps.appendEltwise(postOps, op);
      }
    }
    return postOps;
  }

  static void activate(PostOps postOps, Op.Activation activation) {
    switch (activation) {
      case RELU -> postOps.eltwise(dnnl_eltwise_relu, 0, 0);
      case SIGMOID -> postOps.eltwise(dnnl_eltwise_logistic, 0, 0);
      case NONE -> {}
    }
  }

  /**
   * Makes a primitive descriptor.
   *
   * @param doing what is made, for the message if it fails
   */
  dnnl_primitive_desc primitive(String doing, DnnlScope.Create create) {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    Dnnl.check(create.into(desc), doing);
    return scope.own(desc);
  }

  /**
   * Makes a primitive descriptor for a group; null if the group has followers and the library has
   * no fast code for it together with them.
   */
  @Nullable dnnl_primitive_desc primitive(Group group, DnnlScope.Create create) {
    if (group.followers().isEmpty()) {
      return primitive("making " + group.root().name() + " (" + group.kinds() + ")", create);
    }
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    if (create.into(desc) != dnnl_success) {
      return null;
    }
    scope.own(desc);
    return Dnnl.isReference(desc) ? null : desc;
  }

  static String name(Value value) {
    return value.layout() == null ? "packed" : value.layout().toString(value.shape());
  }

  /** Adds a step that runs a primitive for the current group. */
  void add(dnnl_primitive_desc desc, String kinds, List<Argument> arguments, Value result) {
    String detail =
        kinds + " -> " + result.dtype() + " " + name(result) + "  " + Dnnl.implementation(desc);
    add(desc, detail, arguments, List.of(result));
  }

  void add(dnnl_primitive_desc desc, String detail, List<Argument> arguments, List<Value> writes) {
    List<Value> reads =
        arguments.stream().map(Argument::value).filter(value -> !writes.contains(value)).toList();
    add(new PrimitiveStep(current, detail, desc, arguments, reads, writes));
  }

  /** Adds a step; one that reads weights alone is run at once instead. */
  void add(Step step) {
    boolean constant =
        step.reads().stream().allMatch(Value::constant)
            && step.writes().stream().allMatch(Lowering::foldable);
    if (constant) {
      constants.compute(step);
    } else {
      steps.add(step);
    }
  }

  /** Whether a value is the whole of a storage in the arena. */
  private static boolean foldable(Value value) {
    return value.storage().kind() == Storage.Kind.ARENA
        && (value.layout() == null
            || value.storage().bytes() == value.shape().bytes(value.dtype()));
  }
}
