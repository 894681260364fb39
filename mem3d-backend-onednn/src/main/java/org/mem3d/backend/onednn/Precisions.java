package org.mem3d.backend.onednn;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.CompileOptions;

/**
 * In which format each value is held. With bfloat16: products read bfloat16; a value is held in it
 * if a product made it and another product reads it, directly or through operations that only move,
 * pick or mix values. What a graph takes and hands out is held as its options say. Everything else
 * is float32; so is what a residual is added to from block to block, whose roundings would add up
 * along the network.
 */
final class Precisions {
  private static final int SHORTEST_SUM = 16;

  private final Map<Node, DType> formats = new HashMap<>();
  private final DType products;

  private Precisions(DType products) {
    this.products = products;
  }

  static Precisions plan(TensorGraph graph, List<Group> groups, CompileOptions options) {
    // What computes in 8 bits says Quantisation; all else is float32 beside it.
    boolean integers = options.precision() == DType.I8;
    Precisions plan = new Precisions(integers ? DType.F32 : options.precision());
    if (options.precision() == DType.BF16) {
      plan.lower(graph, groups, options);
    }
    return plan;
  }

  /** Returns the format of a node's value. */
  DType of(Node node) {
    return formats.getOrDefault(node, DType.F32);
  }

  /** Returns the format in which a convolution, matrix product or linear layer reads. */
  DType read(Node product) {
    return reads(product) ? products : DType.F32;
  }

  private void lower(TensorGraph graph, List<Group> groups, CompileOptions options) {
    Set<Node> useful = new HashSet<>();
    Set<Node> exact = new HashSet<>();
    graph
        .outputs()
        .forEach((name, node) -> (options.format(name) == DType.F32 ? exact : useful).add(node));
    for (Node input : graph.inputs()) {
      formats.put(input, options.format(input.name()));
    }
    for (int i = groups.size() - 1; i >= 0; i--) {
      Group group = groups.get(i);
      Op op = group.root().op();
      if (isProduct(op) && reads(group.root())) {
        useful.add(group.root().input(0));
        useful.add(group.root().input(1));
        if (group.read() != null) {
          useful.addAll(group.read().cosine().inputs());
        }
      } else if (passesOn(op) && useful.contains(group.result())) {
        useful.addAll(group.root().inputs());
      }
    }
    for (Group group : groups) {
      if (group.root().op() instanceof Op.Conv2d conv && conv.residual()) {
        exact.add(group.root().input(conv.residualIndex()));
      }
    }
    for (Group group : groups) {
      Node result = group.result();
      Op op = group.root().op();
      boolean candidate =
          isProduct(op)
              || op instanceof Op.Concat
              || (passesOn(op) && of(group.root().input(0)) == DType.BF16);
      // One channel is little memory, and the fast way to compute it ends in float32.
      boolean channels = result.shape().rank() != 4 || result.shape().dim(1) > 1;
      if (candidate && channels && useful.contains(result) && !exact.contains(result)) {
        formats.put(result, DType.BF16);
      }
    }
  }

  /** Short sums gain no time in bfloat16 and lose digits, as positions do in an affinity. */
  private static boolean reads(Node product) {
    return !(product.op() instanceof Op.MatMul matMul)
        || product.input(0).shape().dim(matMul.transposeA() ? -2 : -1) >= SHORTEST_SUM;
  }

  private static boolean isProduct(Op op) {
    return op instanceof Op.Conv2d || op instanceof Op.Linear || op instanceof Op.MatMul;
  }

  private static boolean passesOn(Op op) {
    return op instanceof Op.Relu
        || op instanceof Op.Add
        || op instanceof Op.Multiply
        || op instanceof Op.Affine
        || op instanceof Op.Concat
        || op instanceof Op.Slice
        || op instanceof Op.MaxPool
        || op instanceof Op.AveragePool
        || op instanceof Op.Resize
        || op instanceof Op.Reshape
        || op instanceof Op.Transpose;
  }
}
