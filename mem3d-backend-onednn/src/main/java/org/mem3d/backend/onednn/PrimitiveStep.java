package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.jspecify.annotations.Nullable;

/** A oneDNN primitive with its arguments, laid out once so that a run is one native call. */
final class PrimitiveStep extends Step {
  private record Ready(dnnl_primitive primitive, dnnl_exec_arg_t arguments, dnnl_stream stream) {}

  private final dnnl_primitive_desc desc;
  private final List<Argument> arguments;
  private final long scratchpadBytes;
  private @Nullable Ready ready;

  PrimitiveStep(
      String name,
      String detail,
      dnnl_primitive_desc desc,
      List<Argument> arguments,
      List<Value> reads,
      List<Value> writes) {
    super(name, detail, reads, writes);
    this.desc = desc;
    this.arguments = List.copyOf(arguments);
    this.scratchpadBytes = Dnnl.scratchpadBytes(desc);
  }

  @Override
  long scratchpadBytes() {
    return scratchpadBytes;
  }

  @Override
  void prepare(DnnlScope scope, Address scratchpad) {
    dnnl_exec_arg_t passed = scope.arguments(arguments.size() + 1);
    for (int i = 0; i < arguments.size(); i++) {
      Value value = arguments.get(i).value();
      dnnl_memory memory = scope.memory(value.desc(), new Address(value.begin()));
      value.storage().attach(memory, value.offset());
      passed.getPointer(i).arg(arguments.get(i).id()).memory(memory);
    }
    dnnl_memory scratch =
        scope.memory(dnnl_primitive_desc_query_md(desc, dnnl_query_scratchpad_md, 0), scratchpad);
    passed.getPointer(arguments.size()).arg(DNNL_ARG_SCRATCHPAD).memory(scratch);
    ready = new Ready(scope.primitive(desc), passed, scope.stream());
  }

  @Override
  void run() {
    Ready now = ready;
    if (now == null) {
      throw new IllegalStateException(name() + " was not prepared");
    }
    int status =
        dnnl_primitive_execute(now.primitive, now.stream, arguments.size() + 1, now.arguments);
    if (status != dnnl_success) {
      Dnnl.check(status, "running " + name());
    }
  }
}
