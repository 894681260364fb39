package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/**
 * How many numbers the processor multiplies at a time. Some take an AVX-512 instruction in two
 * halves, and no system tells which: a product of matrices by the library's code for AVX2 is then
 * as fast as by its code for AVX-512, where on others it takes nearly twice the time.
 */
final class VectorUnits {
  private static final Shape A = Shape.of(64, 256);
  private static final Shape B = Shape.of(256, 64);
  private static final Shape PRODUCT = Shape.of(64, 64);
  private static final int RUNS = 25;

  /** Between as fast and twice as fast. */
  private static final double FASTER = 1.35;

  private static @Nullable Boolean whole;

  private VectorUnits() {}

  /**
   * Whether AVX-512 instructions are there and taken whole, so that they compute more than those of
   * AVX2 do. Measured once in a process, in two milliseconds.
   *
   * @param workers hold the library back to one thread
   */
  static synchronized boolean whole(DnnlEngine engine, Workers workers) {
    Boolean known = whole;
    if (known == null) {
      known = measure(engine, workers);
      whole = known;
    }
    return known;
  }

  private static boolean measure(DnnlEngine engine, Workers workers) {
    AtomicLong total = new AtomicLong();
    try (DnnlScope scope = new DnnlScope(engine)) {
      dnnl_primitive_desc wide = kernel(scope, "avx512_core");
      dnnl_primitive_desc half = kernel(scope, "avx2");
      if (wide == null || half == null) {
        return wide != null;
      }
      long scratchpad = Math.max(Dnnl.scratchpadBytes(wide), Dnnl.scratchpadBytes(half));
      try (NativeBlock operands =
              NativeBlock.allocateCleared(4L * (A.elements() + B.elements()), total);
          NativeBlock result = NativeBlock.allocateCleared(4L * PRODUCT.elements(), total);
          NativeBlock work = NativeBlock.allocate(scratchpad, total)) {
        List<BoundPrimitive> kernels = new ArrayList<>();
        for (dnnl_primitive_desc desc : List.of(wide, half)) {
          int[] arguments = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST};
          BoundPrimitive kernel = new BoundPrimitive(scope, desc, arguments, work.start());
          kernel.bind(0, operands.start().address());
          kernel.bind(1, operands.start().address() + 4L * A.elements());
          kernel.bind(2, result.start().address());
          kernels.add(kernel);
        }
        long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
        workers.alone(() -> time(kernels, least));
        return least[0] * FASTER < least[1];
      }
    }
  }

  /** Notes the shortest time of each; in turn, so that whatever disturbs one disturbs the other. */
  private static void time(List<BoundPrimitive> kernels, long[] least) {
    for (int run = 0; run < RUNS; run++) {
      for (int i = 0; i < least.length; i++) {
        long begin = System.nanoTime();
        kernels.get(i).run("a product to know the processor by");
        least[i] = Math.min(least[i], System.nanoTime() - begin);
      }
    }
  }

  /** Returns the library's product for a set of instructions, or null if it has none here. */
  private static @Nullable dnnl_primitive_desc kernel(DnnlScope scope, String instructions) {
    dnnl_memory_desc a = scope.desc(A, DType.F32, Layout.rowMajor(A));
    dnnl_memory_desc b = scope.desc(B, DType.F32, Layout.rowMajor(B));
    dnnl_memory_desc product = scope.desc(PRODUCT, DType.F32, Layout.rowMajor(PRODUCT));
    dnnl_memory_desc none = null;
    dnnl_primitive_attr attr = scope.attributes(new PostOps());
    return scope.kernel(
        pd ->
            dnnl_matmul_primitive_desc_create(
                pd, scope.engine().engine(), a, b, none, product, attr),
        name -> name.endsWith(":" + instructions));
  }
}
