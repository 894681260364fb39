package org.mem3d.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.spi.Availability;
import org.mem3d.spi.BackendProvider;

class Nd4jCpuProviderTest {
  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .anySatisfy(
            provider -> {
              assertThat(provider.name()).isEqualTo("nd4j-cpu");
              assertThat(provider.priority()).isEqualTo(50);
            });
  }

  @Test
  void brokenNativesBecomeAReasonAndARemedy() {
    Error[] errors = {
      new UnsatisfiedLinkError("no jnind4jcpu in java.library.path"),
      new NoClassDefFoundError("org/nd4j/linalg/cpu/nativecpu/bindings/Nd4jCpu"),
      new ExceptionInInitializerError(new IllegalStateException("no natives"))
    };
    for (Error error : errors) {
      Availability availability =
          BoundCpu.probe(
              () -> {
                throw error;
              });
      assertThat(availability.available()).isFalse();
      assertThat(availability.reason())
          .containsAnyOf("jnind4jcpu", "bindings/Nd4jCpu", "no natives");
      assertThat(availability.remedy()).contains("org.nd4j:nd4j-native:1.0.0-M2.1");
    }
  }

  @Test
  void theClassPathPromisesWhatLoadingGives() {
    Availability promised =
        BoundCpu.promised(resource -> BoundCpu.class.getResource(resource) != null);
    assertThat(promised.available()).isTrue();
    assertThat(BoundCpu.bound()).isEqualTo(promised);
    assertThat(BoundCpu.promised(resource -> false).reason()).contains("not on the class path");
  }

  @Test
  void versionSaysWhetherOneDnnIsIn() {
    Availability availability = new Nd4jCpuProvider().availability();
    assertThat(availability.version()).matches("ND4J \\S+ with(out)? oneDNN");
    assertThat(availability.device()).isNotBlank();
  }

  @Test
  void processorIsNamedByTheSystem(@TempDir Path dir) throws IOException {
    Path cpuinfo =
        Files.writeString(dir.resolve("cpuinfo"), "processor : 0\nmodel name\t: A CPU\n");
    assertThat(BoundCpu.processor(cpuinfo)).isEqualTo("A CPU");
    assertThat(BoundCpu.processor(dir.resolve("none"))).isEqualTo(System.getProperty("os.arch"));
  }
}
