package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.testkit.GraphCase;

/** Kernels other than the library's first choice: which are taken, and that nobody sees it. */
class ConvolutionKernelsTest {
  @ParameterizedTest
  @CsvSource({
    // Half a register of results: the same kind of kernel, of half the width.
    "brg_conv_fwd:avx512_core, brg_conv_fwd:avx2, 24, true, true",
    "brgconv_1x1:avx512_core, brgconv_1x1:avx2, 24, true, true",
    "brg_conv_fwd:avx512_core, jit:avx2, 24, true, false",
    "brg_conv_fwd:avx512_core, jit:avx512_core, 24, true, false",
    "brg_conv_fwd:avx512_core, brg_conv_fwd:avx2, 24, false, false",
    // Few channels of input: the other kind, of half the width where that is faster.
    "brg_conv_fwd:avx512_core, jit:avx2, 4, true, true",
    "brg_conv_fwd:avx512_core, brg_conv_fwd:avx2, 4, true, false",
    "brg_conv_fwd:avx512_core, jit:avx512_core, 4, false, true",
    "brg_conv_fwd:avx512_core_bf16, jit_bf16:avx512_core_bf16, 4, false, true",
    "brg_conv_fwd:avx512_core_bf16, jit_bf16_1x1:avx512_core_bf16, 4, false, false",
    "brg_conv_fwd:avx2, jit:avx2, 4, false, true",
    "brg_conv_fwd:avx2, jit:sse41, 4, false, false",
  })
  void takesTheFaster(String first, String candidate, int channels, boolean halved, boolean taken) {
    Shape weight = Shape.of(24, channels, 3, 3);
    assertThat(ConvolutionKernels.better(first, candidate, weight, halved)).isEqualTo(taken);
  }

  @Test
  void largeWindowsOfFewChannelsAreMatricesEnough() {
    Shape weight = Shape.of(64, 3, 7, 7);
    String first = "brg_conv_fwd:avx512_core";
    assertThat(ConvolutionKernels.better(first, "jit:avx512_core", weight, false)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "24, 24, 3, 1, 13",
    "40, 56, 3, 1, 12",
    "40, 24, 1, 1, 12",
    "2, 24, 3, 2, 16",
    "1, 32, 3, 1, 9",
    "7, 24, 3, 2, 17",
    "3, 5, 5, 1, 11",
    "48, 8, 3, 2, 12"
  })
  void agreesWithTheDefinition(int from, int to, int kernel, int stride, int side) {
    GraphBuilder g = new GraphBuilder("kernels");
    Node x = g.input("x", 2, from, side, side);
    Node weight = g.parameter("w", to, from, kernel, kernel);
    Node bias = g.parameter("b", to);
    Op.Conv2d conv = new Op.Conv2d(stride, kernel / 2, 1, true, false, Op.Activation.RELU);
    g.output("y", g.add("y", conv, List.of(x, weight, bias)));
    GraphCase graphCase = new GraphCase("kernels", g.build());
    EveryPrecision.check(graphCase, (precision, description) -> {});
  }

  /** Two engines of a process choose alike. */
  @Test
  void knowsTheProcessorOnce() {
    try (DnnlEngine engine = new DnnlEngine();
        Workers workers = new Workers(1)) {
      boolean whole = VectorUnits.whole(engine, workers);
      assertThat(VectorUnits.whole(engine, workers)).isEqualTo(whole);
    }
  }
}
