package org.mem3d.backend.onednn;

import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.mem3d.graph.DType;
import org.mem3d.graph.Shape;

/**
 * Which of the library's kernels computes a convolution, where its first choice is not the fastest.
 * It ranks them by instruction set, and those that multiply small matrices first, which leaves two
 * cases:
 *
 * <ul>
 *   <li>Channels of results that fill the last register of AVX-512 by half at most, as 24 do. The
 *       other half is computed for nothing. Where the processor takes such a register in two halves
 *       ({@link VectorUnits}), kernels for AVX2 are as fast and have no other half.
 *   <li>Input of a few channels, as in first layers: the matrices are next to nothing. Kernels with
 *       the whole window of the convolution in their code are faster than a call for each.
 * </ul>
 */
final class ConvolutionKernels {
  private static final int REGISTER = 16;
  private static final int FEW = 8;

  /** Windows of 7x7 make matrices of some rows even out of few channels. */
  private static final int LARGEST_WINDOW = 3 * 3;

  private static final String MATRICES = "brg";
  private static final String WIDE = ":avx512_core";

  private ConvolutionKernels() {}

  /**
   * Returns the kernel to be taken.
   *
   * @param first the library's choice
   * @param create makes that again
   */
  static dnnl_primitive_desc choose(
      Lowering lowering, dnnl_primitive_desc first, DnnlScope.Create create, Shape weight) {
    String name = Dnnl.implementation(first);
    boolean halved = halfEmpty(name, weight) && !wholeUnits(lowering);
    if (!halved && !fewInputs(name, weight)) {
      return first;
    }
    dnnl_primitive_desc other =
        lowering.scope().kernel(create, candidate -> better(name, candidate, weight, halved));
    return other == null ? first : other;
  }

  /** Whether convolutions in a format need not compute the other half of a half empty register. */
  static boolean halvesRegisters(Lowering lowering, DType dtype) {
    return dtype == DType.F32 && !wholeUnits(lowering);
  }

  private static boolean wholeUnits(Lowering lowering) {
    return VectorUnits.whole(lowering.scope().engine(), lowering.workers());
  }

  /**
   * Whether a kernel is to be taken instead of the library's first choice.
   *
   * @param halved whether kernels for AVX2 are the faster ones
   */
  static boolean better(String first, String candidate, Shape weight, boolean halved) {
    String instructions = halved ? ":avx2" : first.substring(first.indexOf(':'));
    boolean kind =
        fewInputs(first, weight)
            ? candidate.startsWith("jit:") || candidate.startsWith("jit_bf16:")
            : candidate.startsWith(MATRICES);
    return kind && candidate.endsWith(instructions);
  }

  /** Whether a kernel for AVX-512 in float32 computes at least half a register for nothing. */
  private static boolean halfEmpty(String first, Shape weight) {
    int last = weight.dim(0) % REGISTER;
    return weight.rank() == 4
        && first.startsWith(MATRICES)
        && first.endsWith(WIDE)
        && last > 0
        && last <= REGISTER / 2;
  }

  /** Whether a kernel multiplies matrices of few rows; not by matrix units, which want others. */
  private static boolean fewInputs(String first, Shape weight) {
    return weight.rank() == 4
        && first.startsWith("brg_conv_fwd:")
        && !first.contains("amx")
        && weight.dim(1) < FEW
        && weight.dim(2) * weight.dim(3) <= LARGEST_WINDOW;
  }
}
