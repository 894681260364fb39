package org.mem3d.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.backend.gpu.ComputeCapability;
import org.mem3d.backend.gpu.Gpu;
import org.mem3d.backend.gpu.GpuRequirement.Verdict;
import org.mem3d.spi.Availability;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

class Nd4jCudaProviderTest {
  private static final Verdict CARD =
      new Verdict(
          new Gpu("Tesla T4", "GPU-1", 15L << 30, 14L << 30, new ComputeCapability(7, 5)), "", "");

  @Test
  void isFoundByItsNameAboveTheCpu() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .anySatisfy(
            provider -> {
              assertThat(provider.name()).isEqualTo("nd4j-cuda");
              assertThat(provider.priority()).isGreaterThan(100);
            });
  }

  @Test
  void theMachineIsJudgedBeforeTheClassPath() {
    Availability availability =
        CudaAvailability.of(
            new Verdict(null, "no driver", "install it"), "linux-x86_64", r -> false, false);
    assertThat(availability).isEqualTo(Availability.no("no driver", "install it"));
  }

  @Test
  void missingArtifactsAreNamed() {
    assertThat(CudaAvailability.of(CARD, "linux-x86_64", r -> false, false).reason())
        .contains("Tesla T4", "org.bytedeco:cuda:11.6-8.3-1.5.7 is not on the class path");
    Availability natives =
        CudaAvailability.of(CARD, "linux-x86_64", r -> r.endsWith(".class"), false);
    assertThat(natives.available()).isFalse();
    assertThat(natives.reason()).contains("nd4j-cuda-11.6:1.0.0-M2.1:linux-x86_64-cudnn");
    assertThat(natives.remedy()).contains("docs/backends.md");
  }

  @Test
  void aBoundCpuBackendIsSaidWithTheRemedy() {
    Availability availability = CudaAvailability.of(CARD, "linux-x86_64", r -> true, true);
    assertThat(availability.reason()).contains("bound to its CPU backend");
    assertThat(availability.remedy()).contains("BACKEND_PRIORITY_GPU", "nd4j-native");
  }

  @Test
  void withCardAndNativesItIsAvailable() {
    Availability availability = CudaAvailability.of(CARD, "linux-x86_64", r -> true, false);
    assertThat(availability.available()).isTrue();
    assertThat(availability.device()).contains("Tesla T4", "15.0 GiB", "7.5");
  }

  @Test
  void whereItIsNotAvailableOpeningSaysWhy() {
    Nd4jCudaProvider provider = new Nd4jCudaProvider();
    Availability availability = provider.availability();
    if (availability.available()) {
      provider.open(BackendOptions.DEFAULT).close();
    } else {
      assertThatThrownBy(() -> provider.open(BackendOptions.DEFAULT))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining(availability.reason())
          .hasMessageContaining(availability.remedy());
    }
    assertThatThrownBy(() -> provider.open(new BackendOptions(0, Map.of("device", "1"))))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("[device]");
  }

  @Test
  void askingForAvailabilityLoadsNothingOfNd4j(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path source = folder.resolve("Ask.java");
    Files.writeString(
        source,
        "class Ask { public static void main(String[] a) {"
            + " System.out.println(new org.mem3d.backend.cuda.Nd4jCudaProvider().availability());"
            + "}}");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("Availability[available=", "org.mem3d.backend.gpu.GpuProbe ")
        .doesNotContain("org.nd4j.", "org.bytedeco.");
  }
}
