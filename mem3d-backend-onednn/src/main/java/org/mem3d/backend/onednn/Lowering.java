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
 * Turns the groups of a graph into steps over values: knows each node's value, converts layouts and
 * formats where a step wants another one, and computes at once whatever depends on weights alone.
 * The operations themselves are in {@link ProductOps}, {@link ImageOps}, {@link PointwiseOps},
 * {@link ArrangementOps} and {@link JoiningOps}.
 */
final class Lowering {
  private record Conversion(Storage storage, Shape shape, List<Long> strides, DType dtype) {}

  private final TensorGraph graph;
  private final Weights weights;
  private final Precisions precisions;
  private final GraphBindings bindings;
  private final DnnlScope scope;
  private final Constants constants;
  private final Workers workers;
  private final boolean winograd;
  private final Map<Node, Value> values = new HashMap<>();
  private final Map<Conversion, Value> conversions = new HashMap<>();
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
      GraphBindings bindings,
      DnnlScope scope,
      Constants constants,
      Workers workers,
      boolean winograd) {
    this.graph = graph;
    this.weights = weights;
    this.precisions = precisions;
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
    conversions
        .entrySet()
        .removeIf(
            entry ->
                entry.getKey().storage().kind() == Storage.Kind.CONSTANT
                    && !(needed.contains(entry.getKey().storage())
                        && needed.contains(entry.getValue().storage())));
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

  DnnlScope scope() {
    return scope;
  }

  List<Step> steps() {
    return steps;
  }

  /** Returns the format in which a group's result is to be held. */
  DType dtypeOf(Group group) {
    return precisions.of(group.result());
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
    if (value.dtype() == dtype && value.knownLayout().sameAs(layout, value.shape())) {
      return Arrays.equals(value.knownLayout().strides(), layout.strides())
          ? value
          : new Value(
              value.storage(),
              value.shape(),
              dtype,
              layout,
              scope.desc(value.shape(), dtype, layout),
              value.offset());
    }
    Conversion key =
        new Conversion(
            value.storage(),
            value.shape(),
            Arrays.stream(layout.strides()).boxed().toList(),
            dtype);
    Value converted = conversions.get(key);
    if (converted == null) {
      converted = newValue(value.shape(), dtype, layout);
      addCopy(value, converted);
      conversions.put(key, converted);
    }
    return converted;
  }

  /** Returns the value of a node in a layout and format. */
  Value as(Node node, Layout layout, DType dtype) {
    return as(value(node), layout, dtype);
  }

  /** Returns the value of a node channels-last, or row by row if it is no image. */
  Value natural(Node node, DType dtype) {
    return as(value(node), Layout.natural(node.shape()), dtype);
  }

  /** Returns weights in a layout of the library's own. */
  Value packed(Value plain, dnnl_memory_desc wanted) {
    dnnl_memory_desc desc = scope.copy(wanted);
    if (dnnl_memory_desc_equal(plain.desc(), desc) == 1) {
      return plain;
    }
    Storage storage = new Storage(Storage.Kind.ARENA, dnnl_memory_desc_get_size(desc));
    Value result = new Value(storage, plain.shape(), plain.dtype(), null, desc);
    addCopy(plain, result);
    return result;
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

  private static void activate(PostOps postOps, Op.Activation activation) {
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

  /** Adds a copy into another layout or format, or of or into part of a tensor. */
  void addCopy(Value from, Value to) {
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    dnnl_primitive_desc desc =
        primitive(
            "reordering " + current,
            pd ->
                dnnl_reorder_primitive_desc_create(
                    pd,
                    from.desc(),
                    scope.engine().engine(),
                    to.desc(),
                    scope.engine().engine(),
                    attr));
    String detail =
        "reorder " + from.dtype() + " " + name(from) + " -> " + to.dtype() + " " + name(to);
    add(
        desc,
        detail,
        List.of(new Argument(DNNL_ARG_FROM, from), new Argument(DNNL_ARG_TO, to)),
        List.of(to));
  }

  private static String name(Value value) {
    return value.layout() == null ? "packed" : value.layout().toString(value.shape());
  }

  /** Adds a step that runs a primitive for the current group. */
  void add(dnnl_primitive_desc desc, String kinds, List<Argument> arguments, Value result) {
    String detail =
        kinds + " -> " + result.dtype() + " " + name(result) + "  " + Dnnl.implementation(desc);
    add(desc, detail, arguments, List.of(result));
  }

  private void add(
      dnnl_primitive_desc desc, String detail, List<Argument> arguments, List<Value> writes) {
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
