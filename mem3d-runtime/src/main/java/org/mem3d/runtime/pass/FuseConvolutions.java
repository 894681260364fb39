package org.mem3d.runtime.pass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/**
 * Fuses into a convolution (or a fully connected layer) what follows it: an addition of equal
 * shapes as its residual (convolutions only), then a ReLU or sigmoid as its activation. Applies
 * where nothing else reads the values in between.
 */
public final class FuseConvolutions {
  private FuseConvolutions() {}

  /** Returns the graph with everything fused that can be. */
  public static BoundGraph apply(BoundGraph bound) {
    TensorGraph graph = bound.graph();
    int[] uses = Rewrite.uses(graph);
    // Maps the node whose value a convolution will give to the convolution that it grew from.
    Map<Node, Node> tails = new HashMap<>();
    for (Node node : graph.nodes()) {
      Node tail = tailThatFuses(node, tails, uses);
      if (tail != null) {
        Node root = tails.remove(tail);
        tails.put(node, root == null ? tail : root);
      } else if (node.op() instanceof Op.Conv2d conv && conv.activation() == Op.Activation.NONE) {
        tails.put(node, node);
      } else if (node.op() instanceof Op.Linear linear
          && linear.activation() == Op.Activation.NONE) {
        tails.put(node, node);
      }
    }
    Rewrite rewrite = new Rewrite(graph);
    for (Node node : graph.nodes()) {
      Node root = tails.get(node);
      if (root != null && root != node) {
        rewrite.replace(node, fused(node, root, rewrite));
      } else {
        rewrite.keep(node);
      }
    }
    return DropDeadNodes.apply(new BoundGraph(rewrite.finish(), bound.weights()));
  }

  private static @org.jspecify.annotations.Nullable Node tailThatFuses(
      Node node, Map<Node, Node> tails, int[] uses) {
    if (Rewrite.isActivation(node)) {
      Node before = node.input(0);
      return uses[before.id()] == 1 && tails.containsKey(before) && !Rewrite.isActivation(before)
          ? before
          : null;
    }
    if (node.op() instanceof Op.Add && node.input(0).shape().equals(node.input(1).shape())) {
      // The later of the two operands, so that the residual is known when the convolution runs.
      Node later = node.input(0).id() > node.input(1).id() ? node.input(0) : node.input(1);
      boolean plain = later.op() instanceof Op.Conv2d conv && !conv.residual();
      return plain && uses[later.id()] == 1 && tails.get(later) == later ? later : null;
    }
    return null;
  }

  private static Node fused(Node tail, Node root, Rewrite rewrite) {
    Op.Activation activation =
        tail.op() instanceof Op.Relu
            ? Op.Activation.RELU
            : tail.op() instanceof Op.Sigmoid ? Op.Activation.SIGMOID : Op.Activation.NONE;
    if (root.op() instanceof Op.Linear linear) {
      return rewrite
          .target()
          .add(
              tail.name(),
              new Op.Linear(linear.bias(), activation),
              rewrite.copiesOf(root.inputs()));
    }
    Op.Conv2d conv = (Op.Conv2d) root.op();
    List<Node> inputs = new ArrayList<>(rewrite.copiesOf(root.inputs()));
    Node sum = Rewrite.isActivation(tail) ? tail.input(0) : tail;
    boolean residual = conv.residual();
    if (sum.op() instanceof Op.Add) {
      inputs.add(rewrite.copyOf(sum.input(0) == root ? sum.input(1) : sum.input(0)));
      residual = true;
    }
    return rewrite
        .target()
        .add(
            tail.name(),
            new Op.Conv2d(
                conv.stride(), conv.padding(), conv.dilation(), conv.bias(), residual, activation),
            inputs);
  }
}
