package org.mem3d.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mem3d.graph.DType;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * One operation on stated shapes, and the error allowed. Immutable; the methods that add something
 * return a copy.
 *
 * @param name unique among the cases
 * @param op the operation
 * @param operands its inputs in order
 * @param tolerances for each precision at which the case is run the relative L2 error allowed
 */
public record OpCase(String name, Op op, List<Operand> operands, Map<DType, Double> tolerances) {

  /**
   * One input of the operation.
   *
   * @param shape its shape
   * @param parameter whether it is a weight, known when the graph is compiled, rather than given at
   *     each run
   * @param fill its values
   */
  public record Operand(Shape shape, boolean parameter, Fill fill) {}

  /** Copies the operands and tolerances. */
  public OpCase {
    operands = List.copyOf(operands);
    tolerances = Map.copyOf(tolerances);
  }

  /** Begins a case without operands, with the usual tolerances. */
  public static OpCase of(String name, Op op) {
    return new OpCase(name, op, List.of(), GraphCase.DEFAULT_TOLERANCES);
  }

  /** Adds an operand that is given at each run. */
  public OpCase input(Fill fill, int... dims) {
    return with(new Operand(Shape.of(dims), false, fill));
  }

  /** Adds a normally distributed operand that is given at each run. */
  public OpCase input(int... dims) {
    return input(Fill.NORMAL, dims);
  }

  /** Adds a weight. */
  public OpCase parameter(Fill fill, int... dims) {
    return with(new Operand(Shape.of(dims), true, fill));
  }

  /** Adds a weight whose deviation suits its size. */
  public OpCase parameter(int... dims) {
    return parameter(Fill.WEIGHT, dims);
  }

  /** Replaces all tolerances: the case is run in float32 only. */
  public OpCase float32Only(double tolerance) {
    return new OpCase(name, op, operands, Map.of(DType.F32, tolerance));
  }

  private OpCase with(Operand operand) {
    List<Operand> more = new ArrayList<>(operands);
    more.add(operand);
    return new OpCase(name, op, more, tolerances);
  }

  /** Returns the graph of this one operation: operands {@code x0, x1, ..}, output {@code y}. */
  public GraphCase toGraphCase() {
    GraphBuilder builder = new GraphBuilder(name);
    List<Node> inputs = new ArrayList<>();
    Map<String, Fill> fills = new LinkedHashMap<>();
    for (Operand operand : operands) {
      String operandName = "x" + inputs.size();
      int[] dims = operand.shape().dims();
      inputs.add(
          operand.parameter()
              ? builder.parameter(operandName, dims)
              : builder.input(operandName, dims));
      fills.put(operandName, operand.fill());
    }
    Node result = builder.add("result", op, inputs);
    return new GraphCase(name, builder.output("y", result).build(), fills, tolerances);
  }

  @Override
  public String toString() {
    return name;
  }
}
