package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_exec_arg_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/** A primitive that is run at one place after another. Used by one thread at a time. */
final class BoundPrimitive {
  private final dnnl_primitive primitive;
  private final dnnl_exec_arg_t passed;
  private final dnnl_stream stream;
  private final dnnl_memory[] memories;
  private final Address[] addresses;

  /**
   * @param scope owns what is made
   * @param arguments oneDNN's numbers of what is passed
   */
  BoundPrimitive(DnnlScope scope, dnnl_primitive_desc desc, int[] arguments, Address scratchpad) {
    primitive = scope.primitive(desc);
    stream = scope.stream();
    passed = scope.arguments(arguments.length + 1);
    memories = new dnnl_memory[arguments.length];
    addresses = new Address[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      addresses[i] = new Address(0);
      dnnl_memory_desc described =
          dnnl_primitive_desc_query_md(desc, dnnl_query_exec_arg_md, arguments[i]);
      memories[i] = scope.memory(described, addresses[i]);
      passed.getPointer(i).arg(arguments[i]).memory(memories[i]);
    }
    dnnl_memory scratch =
        scope.memory(dnnl_primitive_desc_query_md(desc, dnnl_query_scratchpad_md, 0), scratchpad);
    passed.getPointer(arguments.length).arg(DNNL_ARG_SCRATCHPAD).memory(scratch);
  }

  /** Says where an argument lies, by its place among the arguments. */
  void bind(int argument, long address) {
    if (addresses[argument].address() != address) {
      addresses[argument].move(address);
      Dnnl.check(
          dnnl_memory_set_data_handle(memories[argument], addresses[argument]), "binding a tensor");
    }
  }

  /**
   * Runs.
   *
   * @param name of the node, for the message if it fails
   */
  void run(String name) {
    int status = dnnl_primitive_execute(primitive, stream, memories.length + 1, passed);
    if (status != dnnl_success) {
      Dnnl.check(status, "running " + name);
    }
  }
}
