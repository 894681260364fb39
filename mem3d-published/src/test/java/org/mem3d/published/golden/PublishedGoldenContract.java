package org.mem3d.published.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mem3d.graph.DType;
import org.mem3d.graph.MapWeights;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.golden.Deviation;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.GoldenFilesContract;
import org.mem3d.runtime.weights.Safetensors;

/**
 * The published networks on a backend with formula-made weights and inputs, against what the
 * published PyTorch implementation gave for them at 512 x 512: samples of it (resources, made by
 * {@code PublishedGoldenSamples}), and all of it where the folder {@code shared/golden} is beside
 * the repository. A backend's test extends this and returns its provider.
 */
@Tag("slow") // whole published networks
public abstract class PublishedGoldenContract extends GoldenFilesContract {
  /** Makes the contract. */
  protected PublishedGoldenContract() {
    super("golden");
  }

  /** What there are golden tensors of. */
  static Stream<Architecture> architectures() {
    return Stream.of(Architecture.MEM3D_SAQ, Architecture.IOG);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  final void float32ReproducesTheGoldenTensors(Architecture architecture) {
    compare(architecture, DType.F32);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  final void bfloat16ComesClose(Architecture architecture) {
    compareIfSupported(architecture, DType.BF16);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  final void float16ComesClose(Architecture architecture) {
    compareIfSupported(architecture, DType.F16);
  }

  private void compareIfSupported(Architecture architecture, DType precision) {
    boolean supported =
        GoldenNetwork.of(architecture, new Formula(0), 64).graph().nodes().stream()
            .allMatch(node -> backend().supports(node, precision));
    if (!supported) {
      System.out.println("skipped: " + backend().describe().name() + " has no " + precision);
    }
    assumeTrue(supported, "the backend computes in " + precision);
    compare(architecture, precision);
  }

  private void compare(Architecture architecture, DType precision) {
    GoldenNetwork network = GoldenNetwork.of(architecture, new Formula(0), GoldenNetwork.SIDE);
    MapWeights actual = network.run(backend(), precision);
    String file = file(architecture);
    compare(Deviation.of(samples(PublishedGoldenContract.class, file), sampled(actual)), precision);
    shared(file)
        .ifPresent(whole -> compare(Deviation.of(Safetensors.open(whole), actual), precision));
  }

  /** Returns the name of an architecture's golden tensors. */
  static String file(Architecture architecture) {
    return architecture == Architecture.IOG
        ? "iog-resnet101-512.safetensors"
        : "mem3d-saq-512.safetensors";
  }

  private void compare(List<Deviation> deviations, DType precision) {
    for (Deviation deviation : deviations) {
      System.out.printf(
          Locale.ROOT,
          "%s %s %s: relative L2 error %.1e, centred %.1e%n",
          backend().describe().name(),
          precision,
          deviation.name(),
          deviation.error(),
          deviation.centred());
    }
    assertThat(deviations)
        .isNotEmpty()
        .allSatisfy(
            deviation ->
                assertThat(deviation.measure(precision))
                    .as(deviation.name())
                    .isLessThan(deviation.tolerance(precision)));
  }
}
