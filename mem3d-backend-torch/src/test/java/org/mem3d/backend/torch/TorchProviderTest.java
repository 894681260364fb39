package org.mem3d.backend.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.mem3d.backend.gpu.ComputeCapability;
import org.mem3d.backend.gpu.Gpu;
import org.mem3d.backend.gpu.GpuRequirement.Verdict;
import org.mem3d.backend.onednn.OneDnnProvider;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.GraphExecution;
import org.mem3d.testkit.GraphCase;
import org.mem3d.testkit.GraphCases;
import org.mem3d.testkit.GraphEvaluator;
import org.mem3d.testkit.RelativeError;

/** What this provider promises beyond the contract. */
class TorchProviderTest {
  private static BackendOptions device(String name) {
    return new BackendOptions(0, Map.of(TorchProvider.DEVICE, name));
  }

  @Test
  void isFoundByItsNameBelowOneDnn() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .anySatisfy(
            provider -> {
              assertThat(provider.name()).isEqualTo("torch");
              assertThat(provider.priority()).isLessThan(new OneDnnProvider().priority());
            });
  }

  @Test
  void askingForAvailabilityLoadsNoNatives() throws Exception {
    String program =
        "System.out.println(new org.mem3d.backend.torch.TorchProvider().availability());"
            + "System.out.println(java.nio.file.Files.exists(java.nio.file.Path.of(\"/proc/self/maps\"))"
            + " && java.nio.file.Files.readString(java.nio.file.Path.of(\"/proc/self/maps\"))"
            + ".contains(\"torch_cpu\"));";
    java.nio.file.Path source = java.nio.file.Files.createTempFile("Probe", ".java");
    try {
      java.nio.file.Files.writeString(
          source,
          "class Probe { public static void main(String[] a) throws Exception {" + program + "}}");
      Process process =
          new ProcessBuilder(
                  java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  source.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said)
          .contains("available=true", "libtorch 2.")
          .endsWith("false" + System.lineSeparator());
    } finally {
      java.nio.file.Files.delete(source);
    }
  }

  @Test
  void unknownDevicesAreRefused() {
    assertThatThrownBy(() -> new TorchProvider().open(device("gpu")).close())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("'cpu', 'cuda', 'cuda:N' or 'auto', not 'gpu'");
  }

  @Test
  void missingCudaIsSaidWithTheRemedy() {
    if (Natives.withCuda()) {
      System.out.println("skipped: the natives for CUDA are on the class path");
    }
    assumeTrue(!Natives.withCuda(), "the natives for CUDA are not on the class path");
    assertThatThrownBy(() -> new TorchProvider().open(device("cuda")).close())
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("-gpu");
  }

  @Test
  void bothSidesAreSaid() {
    Verdict none = new Verdict(null, "no driver", "install it");
    Verdict card =
        new Verdict(new Gpu("H100", "GPU-1", 80L << 30, -1, new ComputeCapability(9, 0)), "", "");
    String natives = "org.bytedeco:pytorch:linux-x86_64";
    Availability nothing = TorchAvailability.of(natives, natives, none, "linux-x86_64");
    assertThat(nothing.available()).isFalse();
    assertThat(nothing.reason()).contains(natives, "on CUDA: no driver");
    assertThat(nothing.remedy()).contains("linux-x86_64", "for CUDA: install it");
    Availability cpu = TorchAvailability.of(null, natives, none, "linux-x86_64");
    assertThat(cpu.available()).isTrue();
    assertThat(cpu.reason()).contains("on CUDA not: no driver", "install it");
    Availability half = TorchAvailability.of(null, natives + "-gpu", card, "linux-x86_64");
    assertThat(half.reason()).contains("H100", natives + "-gpu", "torch-cuda");
    Availability whole = TorchAvailability.of(null, null, card, "linux-x86_64");
    assertThat(whole.reason()).isEqualTo("available");
    assertThat(whole.device()).contains("H100", "CUDA");
  }

  @Test
  void sharesTheProcessWithOneDnn() {
    GraphCase network = GraphCases.largest();
    Map<String, float[]> inputs = network.inputs(0);
    Map<String, double[]> expected =
        GraphEvaluator.evaluate(network.graph(), network.weights(), inputs);
    for (BackendProvider provider :
        List.of(
            new TorchProvider(), new OneDnnProvider(), new TorchProvider(), new OneDnnProvider())) {
      try (Backend backend = provider.open(new BackendOptions(2, Map.of()))) {
        RelativeError.check(
            provider.name(),
            expected,
            GraphExecution.once(backend, network.graph(), network.weights(), inputs),
            1e-4);
      }
    }
  }
}
