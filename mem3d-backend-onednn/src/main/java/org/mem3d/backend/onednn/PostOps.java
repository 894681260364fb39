package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.mem3d.graph.Shape;

/** What a primitive applies to its result before storing it, in order. */
final class PostOps {
  /** The algorithm that stands for adding what the result held before. */
  private static final int SUM = -1;

  private record Step(int algorithm, float alpha, float beta, List<Value> operand) {}

  private final List<Step> steps = new ArrayList<>();

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** {@code algorithm(v; alpha, beta)}. */
  PostOps eltwise(int algorithm, float alpha, float beta) {
    steps.add(new Step(algorithm, alpha, beta, List.of()));
    return this;
  }

  /** {@code v algorithm operand}. */
  PostOps binary(int algorithm, Value operand) {
    steps.add(new Step(algorithm, 0, 0, List.of(operand)));
    return this;
  }

  /** {@code v + scale * what the result held before}. */
  PostOps sum(float scale) {
    steps.add(new Step(SUM, scale, 0, List.of()));
    return this;
  }

  /** Returns the tensors that are added or multiplied. */
  List<Value> operands() {
    return steps.stream().flatMap(step -> step.operand.stream()).toList();
  }

  /** Whether all tensors that are added or multiplied are of a shape, nothing being broadcast. */
  boolean operandsAre(Shape shape) {
    return operands().stream().allMatch(operand -> operand.shape().equals(shape));
  }

  /** Returns the same with its operands seen otherwise. */
  PostOps seen(UnaryOperator<Value> view) {
    PostOps other = new PostOps();
    for (Step step : steps) {
      List<Value> operand = step.operand.stream().map(view).toList();
      other.steps.add(new Step(step.algorithm, step.alpha, step.beta, operand));
    }
    return other;
  }

  void appendTo(dnnl_post_ops chain) {
    for (Step step : steps) {
      int status;
      if (step.algorithm == SUM) {
        status = dnnl_post_ops_append_sum(chain, step.alpha, 0, dnnl_data_type_undef);
      } else if (step.operand.isEmpty()) {
        status = dnnl_post_ops_append_eltwise(chain, step.algorithm, step.alpha, step.beta);
      } else {
        status = dnnl_post_ops_append_binary(chain, step.algorithm, step.operand.get(0).desc());
      }
      Dnnl.check(status, "adding a post-operation");
    }
  }

  /** Returns the arguments with which the operands are passed. */
  List<Argument> arguments() {
    List<Argument> arguments = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (!steps.get(i).operand.isEmpty()) {
        int id = (DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (i + 1)) | DNNL_ARG_SRC_1;
        arguments.add(new Argument(id, steps.get(i).operand.get(0)));
      }
    }
    return arguments;
  }
}
