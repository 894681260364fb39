package org.mem3d.graph;

import java.util.List;

/**
 * One value of a graph: an operation, the nodes that it reads, and the shape of its result.
 * Immutable; equal to itself only.
 */
public final class Node {
  private final int id;
  private final String name;
  private final Op op;
  private final List<Node> inputs;
  private final Shape shape;

  Node(int id, String name, Op op, List<Node> inputs, Shape shape) {
    this.id = id;
    this.name = name;
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.shape = shape;
  }

  /** Returns the node's position in its graph; a node reads only nodes of smaller numbers. */
  public int id() {
    return id;
  }

  /** Returns the name, unique in its graph. */
  public String name() {
    return name;
  }

  /** Returns what this node computes. */
  public Op op() {
    return op;
  }

  /** Returns the nodes that the operation reads, in the order that it defines. */
  public List<Node> inputs() {
    return inputs;
  }

  /** Returns one of {@link #inputs}. */
  public Node input(int index) {
    return inputs.get(index);
  }

  /** Returns the shape of the result. */
  public Shape shape() {
    return shape;
  }

  /**
   * Returns the floating-point operations of one evaluation; a multiply-add counts as two, moves
   * count as none.
   */
  public long flops() {
    return op.flops(inputs.stream().map(Node::shape).toList(), shape);
  }

  /**
   * Returns the bytes that one evaluation reads and writes in float32, each tensor counted once.
   */
  public long bytes() {
    if (op instanceof Op.Input || op instanceof Op.Parameter) {
      return 0;
    }
    long elements = shape.elements();
    for (Node input : inputs) {
      elements += input.shape.elements();
    }
    return elements * DType.F32.bytes();
  }

  /** Returns name, operation and shape on one line. */
  @Override
  public String toString() {
    return name + " = " + op + " -> " + shape;
  }
}
