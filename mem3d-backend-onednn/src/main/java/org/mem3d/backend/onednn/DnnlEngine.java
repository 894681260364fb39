package org.mem3d.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.mem3d.graph.DType;

/** oneDNN's handle of the processor. Making one loads the natives. Thread-safe. */
final class DnnlEngine implements AutoCloseable {
  /** The bits of the instruction set AVX-512 with bfloat16, which its successors include. */
  private static final int BF16_BITS = dnnl_cpu_isa_avx512_core_bf16;

  private final dnnl_engine engine = new dnnl_engine();

  DnnlEngine() {
    Dnnl.check(dnnl_engine_create(engine, dnnl_cpu, 0), "making an engine for the CPU");
  }

  dnnl_engine engine() {
    return engine;
  }

  /** Whether products are faster in a format than by converting to float32. */
  static boolean computes(DType dtype) {
    return switch (dtype) {
      case F32 -> true;
      case BF16 -> has(BF16_BITS);
      case I8 -> has(dnnl_cpu_isa_avx2);
      case F16 -> false;
    };
  }

  /**
   * Whether products of 8 bits are known to be faster than those of float32: with AVX2 they are.
   * What is beyond it may well be so too, but was not tried.
   */
  static boolean prefersIntegers() {
    return dnnl_get_effective_cpu_isa() == dnnl_cpu_isa_avx2;
  }

  private static boolean has(int bits) {
    return (dnnl_get_effective_cpu_isa() & bits) == bits;
  }

  /** Returns the library's version and the instruction set that it uses. */
  static String version() {
    dnnl_version_t version = dnnl_version();
    int isa = dnnl_get_effective_cpu_isa();
    return "oneDNN "
        + version.major()
        + "."
        + version.minor()
        + "."
        + version.patch()
        + " "
        + instructionSet(isa);
  }

  private static String instructionSet(int isa) {
    int[] known = {
      dnnl_cpu_isa_avx512_core_amx,
      dnnl_cpu_isa_avx512_core_fp16,
      dnnl_cpu_isa_avx512_core_bf16,
      dnnl_cpu_isa_avx512_core_vnni,
      dnnl_cpu_isa_avx512_core,
      dnnl_cpu_isa_avx2_vnni_2,
      dnnl_cpu_isa_avx2_vnni,
      dnnl_cpu_isa_avx2,
      dnnl_cpu_isa_avx,
      dnnl_cpu_isa_sse41
    };
    String[] names = {
      "AVX-512 AMX",
      "AVX-512 FP16",
      "AVX-512 BF16",
      "AVX-512 VNNI",
      "AVX-512",
      "AVX2 VNNI 2",
      "AVX2 VNNI",
      "AVX2",
      "AVX",
      "SSE4.1"
    };
    for (int i = 0; i < known.length; i++) {
      if ((isa & known[i]) == known[i]) {
        return names[i];
      }
    }
    return System.getProperty("os.arch");
  }

  @Override
  public void close() {
    if (!engine.isNull()) {
      dnnl_engine_destroy(engine);
      engine.setNull();
    }
  }
}
