package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_post_ops;

/** What a primitive applies to its result before storing it, in order. */
final class PostOps {
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

  void appendTo(dnnl_post_ops chain) {
    for (Step step : steps) {
      int status =
          step.operand.isEmpty()
              ? dnnl_post_ops_append_eltwise(chain, step.algorithm, step.alpha, step.beta)
              : dnnl_post_ops_append_binary(chain, step.algorithm, step.operand.get(0).desc());
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
