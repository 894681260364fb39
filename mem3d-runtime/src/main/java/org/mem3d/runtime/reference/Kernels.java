package org.mem3d.runtime.reference;

import org.mem3d.graph.Node;
import org.mem3d.graph.Op;

/** Chooses the kernel of each operation. */
final class Kernels {
  private Kernels() {}

  /**
   * Returns the kernel of a node that computes something: not an input, a parameter or a reshape,
   * which are arrays that exist already.
   */
  static Kernel of(Node node, int threads) {
    Op op = node.op();
    if (op instanceof Op.Conv2d) {
      return new ConvolutionKernel(node, threads);
    } else if (op instanceof Op.MatMul) {
      return new MatMulKernel(node);
    } else if (op instanceof Op.Linear) {
      return new LinearKernel(node);
    } else if (op instanceof Op.BatchNorm) {
      return new BatchNormKernel(node);
    } else if (op instanceof Op.Relu
        || op instanceof Op.Sigmoid
        || op instanceof Op.Affine
        || op instanceof Op.Logit) {
      return new PointwiseKernel(op, node.shape());
    } else if (op instanceof Op.Add || op instanceof Op.Multiply) {
      return new BroadcastKernel(node);
    } else if (op instanceof Op.Concat || op instanceof Op.Slice || op instanceof Op.Transpose) {
      return new MoveKernel(node);
    } else if (op instanceof Op.MaxPool
        || op instanceof Op.AveragePool
        || op instanceof Op.AdaptiveAveragePool) {
      return new PoolKernel(node);
    } else if (op instanceof Op.Resize) {
      return new ResizeKernel(node);
    } else if (op instanceof Op.Softmax softmax) {
      return new LineKernel(node, softmax.axis());
    } else if (op instanceof Op.L2Normalize norm) {
      return new LineKernel(node, norm.axis());
    } else if (op instanceof Op.ArgMax argMax) {
      return new LineKernel(node, argMax.axis());
    } else if (op instanceof Op.TopK) {
      return new TopKKernel(node, threads);
    } else if (op instanceof Op.Reduce) {
      return new ReduceKernel(node);
    }
    throw new IllegalArgumentException("no kernel for " + node);
  }
}
