package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/** Which nodes of a graph run as one primitive. Nodes that no output needs are left out. */
final class Fusion {
  /**
   * A node applied to the result of the one before it.
   *
   * @param operand the other tensor of an addition or a product; null otherwise
   */
  record Follower(Node node, @Nullable Node operand) {}

  /**
   * Nodes that run as one.
   *
   * @param root the node whose operation reads tensors
   * @param followers applied to the result in order
   * @param read the memory read that ends in the root; null for other groups
   */
  record Group(Node root, List<Follower> followers, @Nullable ReadPattern read) {
    Group(Node root, List<Follower> followers) {
      this(root, followers, null);
    }

    /** Returns the node whose value others read. */
    Node result() {
      return followers.isEmpty() ? root : followers.get(followers.size() - 1).node();
    }

    /** The same without followers. */
    Group bare() {
      return new Group(root, List.of());
    }

    /** Returns the floating-point operations of all nodes. */
    long flops() {
      if (read != null) {
        return read.nodes().stream().mapToLong(Node::flops).sum();
      }
      long flops = root.flops();
      for (Follower follower : followers) {
        flops += follower.node().flops();
      }
      return flops;
    }

    /** What the group is made of, as in {@code Conv2d + Add + Relu}. */
    String kinds() {
      if (read != null) {
        return read.kinds();
      }
      StringBuilder text = new StringBuilder(root.op().kind());
      if (root.op() instanceof Op.Conv2d conv) {
        text.append(conv.residual() ? " + residual" : "");
        text.append(conv.activation() == Op.Activation.NONE ? "" : " + " + conv.activation());
      }
      followers.forEach(follower -> text.append(" + ").append(follower.node().op().kind()));
      return text.toString();
    }
  }

  private final TensorGraph graph;
  private final List<List<Node>> consumers = new ArrayList<>();
  private final Set<Node> handedOut;
  private final Set<Node> absorbed = new HashSet<>();

  private Fusion(TensorGraph graph) {
    this.graph = graph;
    this.handedOut = new HashSet<>(graph.outputs().values());
    for (int i = 0; i < graph.nodes().size(); i++) {
      consumers.add(new ArrayList<>());
    }
  }

  /** Returns the groups in an order in which each reads results of earlier ones only. */
  static List<Group> groups(TensorGraph graph) {
    return new Fusion(graph).plan();
  }

  private List<Group> plan() {
    List<Node> live = graph.liveNodes();
    for (Node node : live) {
      node.inputs().forEach(input -> consumers.get(input.id()).add(node));
    }
    List<Group> groups = new ArrayList<>();
    for (Node node : live) {
      ReadPattern read = ReadPattern.endingIn(node, this::readers);
      if (read != null) {
        absorbed.addAll(read.nodes());
        groups.add(new Group(node, List.of(), read));
      }
    }
    for (Node node : live) {
      boolean given = node.op() instanceof Op.Input || node.op() instanceof Op.Parameter;
      if (!given && absorbed.add(node)) {
        groups.add(group(node));
      }
    }
    groups.sort(Comparator.comparingInt(group -> group.result().id()));
    return groups;
  }

  private Group group(Node root) {
    List<Follower> followers = new ArrayList<>();
    Follower follower = takesFollowers(root) ? follower(root) : null;
    while (follower != null) {
      followers.add(follower);
      absorbed.add(follower.node());
      follower = follower(follower.node());
    }
    return new Group(root, followers);
  }

  /** Returns the nodes that read a node; none if it is an output and must be a value of its own. */
  private List<Node> readers(Node node) {
    return handedOut.contains(node) ? List.of() : consumers.get(node.id());
  }

  private @Nullable Node onlyConsumer(Node node) {
    List<Node> readers = consumers.get(node.id());
    boolean alone = readers.size() == 1 && !handedOut.contains(node);
    return alone && !absorbed.contains(readers.get(0)) ? readers.get(0) : null;
  }

  private static boolean takesFollowers(Node root) {
    Op op = root.op();
    return op instanceof Op.Conv2d
        || op instanceof Op.Linear
        || op instanceof Op.MatMul
        || op instanceof Op.Resize
        || op instanceof Op.Add
        || op instanceof Op.Multiply
        || op instanceof Op.Relu
        || op instanceof Op.Sigmoid
        || op instanceof Op.Affine;
  }

  private @Nullable Follower follower(Node last) {
    Node next = onlyConsumer(last);
    if (next == null) {
      return null;
    }
    if (next.op() instanceof Op.Relu
        || next.op() instanceof Op.Sigmoid
        || next.op() instanceof Op.Affine) {
      return new Follower(next, null);
    }
    if (next.op() instanceof Op.Add || next.op() instanceof Op.Multiply) {
      if (next.input(0) == last) {
        return new Follower(next, next.input(1));
      }
      if (next.input(1).shape().equals(next.input(0).shape())) {
        return new Follower(next, next.input(0));
      }
    }
    return null;
  }
}
