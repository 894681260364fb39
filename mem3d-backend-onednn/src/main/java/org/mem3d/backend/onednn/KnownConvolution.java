package org.mem3d.backend.onednn;

import org.jspecify.annotations.Nullable;
import org.mem3d.backend.onednn.Fusion.Group;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** The weights of a convolution that are known when its graph is compiled. Not to be changed. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KnownConvolution(float[] weight, float @Nullable [] bias) {
  /** Whether a convolution's weights are known when a graph is compiled. */
  static boolean known(Node node, Op.Conv2d conv) {
    return node.input(1).op() instanceof Op.Parameter
        && (!conv.bias() || node.input(2).op() instanceof Op.Parameter);
  }

  /** Returns the weights of a group whose root is a convolution of known weights. */
  static KnownConvolution of(Lowering lowering, Group group) {
    Node node = group.root();
    boolean biased = ((Op.Conv2d) node.op()).bias();
    return new KnownConvolution(
        lowering.weights(node.input(1)), biased ? lowering.weights(node.input(2)) : null);
  }
}
