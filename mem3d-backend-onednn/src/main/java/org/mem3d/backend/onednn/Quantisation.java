package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.CompileOptions;

/**
 * Which convolutions compute in 8 bits, and what a step of the numbers is worth that they read.
 *
 * <p>Numbers are -127 to 127, or 0 to 127 where a value is never negative, and never 128 to 255:
 * processors without VNNI add products of two pairs in 16 bits that saturate, and 255 times 127
 * twice does not fit. The eighth bit is left unused everywhere, so that masks do not depend on the
 * processor.
 */
final class Quantisation {
  /** The largest number. */
  static final int LARGEST = 127;

  /** Layers of fewer channels are not faster, and first and last ones are where digits count. */
  private static final int FEWEST_CHANNELS = 16;

  private final Set<Node> convolutions = new HashSet<>();
  private final Set<Node> held = new HashSet<>();
  private final Map<Node, Float> scales = new HashMap<>();
  private final Map<Node, Boolean> neverNegative = new HashMap<>();

  private Quantisation() {}

  static Quantisation plan(TensorGraph graph, List<Group> groups, CompileOptions options) {
    Quantisation plan = new Quantisation();
    if (options.precision() == DType.I8) {
      for (Group group : groups) {
        Node node = group.root();
        if (group.followers().isEmpty()
            && node.op() instanceof Op.Conv2d conv
            && fits(node, conv)) {
          Float range = options.inputRanges().get(node.input(1).name());
          if (range != null) {
            plan.convolutions.add(node);
            plan.scales.merge(node.input(0), range / LARGEST, Math::max);
          }
        }
      }
      plan.hold(graph, groups);
    }
    return plan;
  }

  /**
   * Finds what is held in 8 bits: what these convolutions alone read, of results of theirs, and of
   * images that are resized or joined for them.
   */
  private void hold(TensorGraph graph, List<Group> groups) {
    Map<Node, List<Node>> readers = new HashMap<>();
    for (Node node : graph.liveNodes()) {
      node.inputs()
          .forEach(input -> readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node));
    }
    Set<Node> handedOut = new HashSet<>(graph.outputs().values());
    for (int i = groups.size() - 1; i >= 0; i--) {
      Group group = groups.get(i);
      Node node = group.root();
      List<Node> reading = readers.getOrDefault(node, List.of());
      if (group.followers().isEmpty()
          && !handedOut.contains(node)
          && (convolutions.contains(node) || joins(node) || resizes(node))
          && reading.stream()
              .allMatch(reader -> convolutions.contains(reader) || held.contains(reader))) {
        // Joined or resized for a convolution, it has that one's scale.
        for (Node reader : reading) {
          if (!scales.containsKey(node)
              && held.contains(reader)
              && !convolutions.contains(reader)) {
            scales.put(node, scale(reader));
          }
        }
        if (scales.containsKey(node)) {
          held.add(node);
        }
      }
    }
  }

  private static boolean joins(Node node) {
    return node.op() instanceof Op.Concat concat && node.shape().rank() == 4 && concat.axis() == 1;
  }

  private boolean resizes(Node node) {
    return node.op() instanceof Op.Resize resize
        && convolutions.contains(node.input(0))
        && ImageOps.known(resize, node)
        && !PlaneResize.fits(node);
  }

  /** Whether a value is held in 8 bits. */
  boolean holds(Node value) {
    return held.contains(value);
  }

  private static boolean fits(Node node, Op.Conv2d conv) {
    Shape weight = node.input(1).shape();
    return KnownConvolution.known(node, conv)
        && weight.dim(0) >= FEWEST_CHANNELS
        && weight.dim(1) >= FEWEST_CHANNELS;
  }

  /** Whether a convolution computes in 8 bits. */
  boolean computes(Node convolution) {
    return convolutions.contains(convolution);
  }

  /** Returns what 1 stands for where a convolution reads a value in 8 bits. */
  float scale(Node value) {
    Float scale = scales.get(value);
    if (scale == null) {
      throw new IllegalArgumentException("no convolution reads " + value.name() + " in 8 bits");
    }
    return scale;
  }

  /** Whether a value is known to be 0 or more whatever the graph is given. */
  boolean neverNegative(Node value) {
    Boolean known = neverNegative.get(value);
    if (known == null) {
      known = findNeverNegative(value);
      neverNegative.put(value, known);
    }
    return known;
  }

  private boolean findNeverNegative(Node value) {
    Op op = value.op();
    if (op instanceof Op.Conv2d conv) {
      return conv.activation() != Op.Activation.NONE;
    }
    if (op instanceof Op.Relu || op instanceof Op.Sigmoid || op instanceof Op.Softmax) {
      return true;
    }
    boolean keepsSign =
        op instanceof Op.Add
            || op instanceof Op.Multiply
            || op instanceof Op.Concat
            || op instanceof Op.Slice
            || op instanceof Op.Reshape
            || op instanceof Op.Transpose
            || op instanceof Op.MaxPool
            || op instanceof Op.AveragePool
            || op instanceof Op.Resize;
    return keepsSign && value.inputs().stream().allMatch(this::neverNegative);
  }
}
