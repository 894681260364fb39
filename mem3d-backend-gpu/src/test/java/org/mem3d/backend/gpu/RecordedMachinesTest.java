package org.mem3d.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mem3d.backend.gpu.GpuRequirement.Verdict;

/**
 * What is said of many machines. Their texts are written after what {@code nvidia-smi} is known to
 * print there.
 */
class RecordedMachinesTest {
  /**
   * Machine, then for ND4J and for libtorch the card that is taken after {@code +}, or words of the
   * reason after {@code -}, and words of the remedy.
   */
  private static final String MACHINES =
      """
      none                      | -no NVIDIA driver is installed | install NVIDIA's driver | -no NVIDIA driver is installed | install NVIDIA's driver
      mac                       | -no natives of ND4J 1.0.0-M2.1 with CUDA for macosx-arm64 | CPU | -for macosx-arm64 | CPU
      arm-server                | -for linux-arm64, only for linux-x86_64 and windows-x86_64 | CPU | -for linux-arm64 | CPU
      kepler                    | +Tesla K80 | | -nothing for 3.7 | nd4j-cuda
      kepler-too-old            | -nothing for 3.5 | CPU | -nothing for 3.5 | nd4j-cuda
      old-driver                | -driver 418.87.00 is too old | update the driver | -nothing for 6.1 | nd4j-cuda
      maxwell                   | +NVIDIA GeForce GTX 970 | | -nothing for 5.2 | nd4j-cuda
      volta                     | +Tesla V100-SXM2-16GB | | -nothing for 7.0 | nd4j-cuda
      turing-driver-535         | +Tesla T4 | | -driver 535.129.03 is too old for libtorch 2.10 on Tesla T4, which needs 580 | update the driver
      ampere                    | +NVIDIA A100-SXM4-40GB | | +NVIDIA A100-SXM4-40GB |
      ampere-laptop-windows     | +NVIDIA GeForce RTX 3060 Laptop GPU | | +NVIDIA GeForce RTX 3060 Laptop GPU |
      ada                       | +NVIDIA GeForce RTX 4090 | | +NVIDIA GeForce RTX 4090 |
      hopper                    | -no PTX, nothing for 9.0 | backend 'torch' with the natives of the classifier linux-x86_64-gpu | +NVIDIA H100 80GB HBM3 |
      hopper-driver-535         | -nothing for 9.0 | backend 'torch' | -driver 535.129.03 is too old | update the driver
      blackwell                 | -nothing for 12.0 | backend 'torch' | +NVIDIA GeForce RTX 5090 |
      blackwell-b300            | -nothing for 10.3 | backend 'torch' | +NVIDIA B300 SXM6 AC |
      mig                       | +NVIDIA A100-SXM4-40GB MIG 3g.20gb | | +NVIDIA A100-SXM4-40GB MIG 3g.20gb |
      mig-empty                 | -divided (MIG) and no part | MIG instance | -divided (MIG) and no part | MIG instance
      several                   | +NVIDIA RTX A6000 | | +NVIDIA H100 PCIe |
      several-hidden            | +NVIDIA GeForce GTX 1050 | | +NVIDIA H100 PCIe |
      all-hidden                | -CUDA_VISIBLE_DEVICES=-1 hides every card | variable unset | -hides every card | variable unset
      chosen-by-uuid            | +NVIDIA RTX A6000 | | +NVIDIA RTX A6000 |
      wsl                       | +NVIDIA GeForce RTX 3080 | | +NVIDIA GeForce RTX 3080 |
      wsl-blocked               | -GPU access blocked by the operating system | WSL | -GPU access blocked | WSL
      hangs                     | -did not answer within 5 seconds | restarting | -did not answer within 5 seconds | restarting
      garbage                   | -not understood: ??<html>503</html> | --query-gpu=name | -not understood | --query-gpu=name
      empty-answer              | -not understood: nothing | --query-gpu=name | -not understood: nothing | --query-gpu=name
      card-without-memory       | -nothing for 12.1 | backend 'torch' | +NVIDIA GB10 |
      unknown-capability        | -does not tell the compute capability of Graphics Device | update the driver | -does not tell | update the driver
      no-card                   | -the NVIDIA driver finds no card | install NVIDIA's driver | -finds no card | driver
      no-card-status-0          | -the NVIDIA driver finds no card | install NVIDIA's driver | -finds no card | driver
      driver-not-running        | -(status 9): NVIDIA-SMI has failed because it couldn't communicate | start the one | -status 9 | start the one
      driver-updated-under-it   | -version mismatch | restart the machine | -version mismatch | restart the machine
      card-fell-off             | -GPU is lost | restart the machine | -GPU is lost | restart the machine
      container-without-tool    | -libcuda.so.1 is there but nvidia-smi is not | compute,utility | -nvidia-smi is not | compute,utility
      container-without-library | -nvidia-smi works but libcuda.so.1 is not there | compute,utility | -libcuda.so.1 is not there | compute,utility
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(textBlock = MACHINES, delimiter = '|', quoteCharacter = '`')
  void verdict(String machine, String nd4j, String nd4jRemedy, String torch, String torchRemedy) {
    GpuReport report = RecordedMachine.named(machine).look();
    require(GpuRequirement.ND4J.check(report), nd4j, nd4jRemedy);
    require(GpuRequirement.TORCH.check(report), torch, torchRemedy);
  }

  private static void require(Verdict verdict, String wanted, String remedy) {
    if (wanted.startsWith("+")) {
      assertThat(verdict.gpu()).as(verdict.reason()).isNotNull();
      assertThat(verdict.gpu().name()).isEqualTo(wanted.substring(1));
      assertThat(verdict.reason() + verdict.remedy()).isEmpty();
    } else {
      assertThat(verdict.gpu()).isNull();
      assertThat(verdict.reason()).contains(wanted.substring(1)).doesNotContain("\n");
      assertThat(verdict.remedy()).contains(remedy).doesNotContain("\n");
    }
  }

  @Test
  void everyRecordedMachineIsInTheTable() throws IOException {
    Set<String> recorded = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/machines"))) {
      files.forEach(file -> recorded.add(file.getFileName().toString().replace(".txt", "")));
    }
    Set<String> listed = new TreeSet<>();
    MACHINES.lines().forEach(line -> listed.add(line.substring(0, line.indexOf('|')).strip()));
    assertThat(recorded).isEqualTo(listed);
  }

  @Test
  void withoutADriverNoProcessIsStarted() {
    RecordedMachine machine = RecordedMachine.named("none");
    assertThat(machine.look().devices()).isEmpty();
    assertThat(machine.asked()).isEmpty();
  }

  @Test
  void memoryIsToldInBytes() {
    Gpu a100 = RecordedMachine.named("ampere").look().devices().get(0);
    assertThat(a100.totalBytes()).isEqualTo(40960L << 20);
    assertThat(a100.freeBytes()).isEqualTo(40326L << 20);
    assertThat(a100).hasToString("NVIDIA A100-SXM4-40GB (40.0 GiB, compute capability 8.0)");
    List<Gpu> parts = RecordedMachine.named("mig").look().devices();
    assertThat(parts).extracting(Gpu::totalBytes).containsExactly(5L << 30, 20L << 30);
    assertThat(parts).extracting(Gpu::freeBytes).containsOnly(-1L);
  }

  @Test
  void nd4jReachesFrom37To89() {
    for (String card : List.of("3.7", "5.3", "6.2", "7.2", "7.5", "8.6", "8.7", "8.9")) {
      assertThat(GpuRequirement.ND4J.reaches(ComputeCapability.parse(card))).as(card).isTrue();
    }
    for (String card : List.of("3.0", "3.5", "9.0", "10.0", "11.0", "12.0")) {
      assertThat(GpuRequirement.ND4J.reaches(ComputeCapability.parse(card))).as(card).isFalse();
    }
  }
}
