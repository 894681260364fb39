package org.mem3d.backend.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/** A value passed to a primitive under one of oneDNN's argument numbers. */
record Argument(int id, Value value) {
  /** Returns the arguments of a primitive that reads one value: source, result, post-operations. */
  static List<Argument> unary(Value source, Value result, PostOps postOps) {
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(dnnl.DNNL_ARG_SRC, source));
    arguments.add(new Argument(dnnl.DNNL_ARG_DST, result));
    arguments.addAll(postOps.arguments());
    return arguments;
  }
}
