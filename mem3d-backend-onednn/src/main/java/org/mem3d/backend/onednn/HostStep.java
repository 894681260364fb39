package org.mem3d.backend.onednn;

import java.util.List;

/** A kernel in Java, for what oneDNN does not have: one float32 tensor in, one out. */
final class HostStep extends Step {
  /** Computes on row-by-row (or channels-last) copies. */
  interface Kernel {
    /** Fills all of {@code result}. */
    void run(float[] source, float[] result);
  }

  private final Kernel kernel;
  private final Value source;
  private final Value result;
  private final float[] in;
  private final float[] out;

  HostStep(String name, String detail, Kernel kernel, Value source, Value result) {
    super(name, detail, List.of(source), List.of(result));
    this.kernel = kernel;
    this.source = source;
    this.result = result;
    this.in = new float[source.shape().elements()];
    this.out = new float[result.shape().elements()];
  }

  @Override
  long scratchpadBytes() {
    return 0;
  }

  @Override
  void prepare(DnnlScope scope, Address scratchpad) {}

  @Override
  void run() {
    source.storage().address().get(in);
    kernel.run(in, out);
    result.storage().address().put(out);
  }
}
