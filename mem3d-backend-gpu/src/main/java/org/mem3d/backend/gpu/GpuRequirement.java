package org.mem3d.backend.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one backend's kernels were built for. Immutable.
 *
 * @param library what holds the kernels, for messages
 * @param platforms where its natives exist, as in {@code linux-x86_64}
 * @param kernels the compute capabilities for which it has machine code
 * @param linuxDriver the oldest driver on Linux
 * @param windowsDriver the oldest driver on Windows
 * @param tooOld what to do for a card that is older than all kernels
 * @param tooNew what to do for a card that is newer than all kernels
 */
public record GpuRequirement(
    String library,
    List<String> platforms,
    List<ComputeCapability> kernels,
    DriverVersion linuxDriver,
    DriverVersion windowsDriver,
    String tooOld,
    String tooNew) {

  /** ND4J 1.0.0-M2.1 with CUDA 11.6. */
  public static final GpuRequirement ND4J =
      new GpuRequirement(
          "ND4J 1.0.0-M2.1",
          List.of("linux-x86_64", "windows-x86_64"),
          capabilities("3.7", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6"),
          new DriverVersion("450.80.02"),
          new DriverVersion("452.39"),
          "use a backend for the CPU",
          "use backend 'torch' with the natives of the classifier PLATFORM-gpu");

  /** libtorch 2.10 with CUDA 13.1. */
  public static final GpuRequirement TORCH =
      new GpuRequirement(
          "libtorch 2.10",
          List.of("linux-x86_64", "windows-x86_64"),
          capabilities("7.5", "8.0", "9.0", "10.0", "12.0"),
          new DriverVersion("580"),
          new DriverVersion("580"),
          "use backend 'nd4j-cuda', which reaches back to 3.7",
          "use a newer mem3d, or a backend for the CPU");

  /** Copies the lists. */
  public GpuRequirement {
    platforms = List.copyOf(platforms);
    kernels = List.copyOf(kernels);
  }

  private static List<ComputeCapability> capabilities(String... texts) {
    List<ComputeCapability> parsed = new ArrayList<>();
    for (String text : texts) {
      ComputeCapability capability = ComputeCapability.parse(text);
      if (capability == null) {
        throw new IllegalArgumentException(text);
      }
      parsed.add(capability);
    }
    return parsed;
  }

  /**
   * Whether a machine meets a requirement. Immutable.
   *
   * @param gpu the card to compute on; null if there is none
   * @param reason why there is none; empty if there is one
   * @param remedy what to do about that; empty if there is one
   */
  public record Verdict(@Nullable Gpu gpu, String reason, String remedy) {
    private static Verdict no(String reason, String remedy) {
      return new Verdict(null, reason, remedy);
    }
  }

  /** Returns whether there is machine code for a card of this capability. */
  public boolean reaches(ComputeCapability card) {
    return kernels.stream().anyMatch(kernel -> kernel.runsOn(card));
  }

  /** Compares a machine with the requirement. */
  public Verdict check(GpuReport report) {
    if (!platforms.contains(report.platform())) {
      return Verdict.no(
          "there are no natives of "
              + library
              + " with CUDA for "
              + report.platform()
              + ", only for "
              + String.join(" and ", platforms),
          "use a backend for the CPU");
    }
    if (report.devices().isEmpty()) {
      return Verdict.no(report.fault(), report.remedy());
    }
    DriverVersion oldest = report.platform().startsWith("windows") ? windowsDriver : linuxDriver;
    Gpu best = null;
    for (Gpu gpu : report.devices()) {
      ComputeCapability capability = gpu.capability();
      boolean better = best == null || gpu.totalBytes() > best.totalBytes();
      if (capability != null && reaches(capability) && better) {
        best = gpu;
      }
    }
    if (best == null) {
      return refused(report);
    }
    DriverVersion driver = report.driver();
    if (driver != null && driver.compareTo(oldest) < 0) {
      return Verdict.no(
          "the NVIDIA driver "
              + driver
              + " is too old for "
              + library
              + " on "
              + best.name()
              + ", which needs "
              + oldest
              + " or newer",
          "update the driver");
    }
    return new Verdict(best, "", "");
  }

  /** Says why none of the cards will do; the first stands for all. */
  private Verdict refused(GpuReport report) {
    Gpu first = report.devices().get(0);
    ComputeCapability capability = first.capability();
    String cards =
        report.devices().stream().map(Gpu::toString).distinct().collect(Collectors.joining(", "));
    if (capability == null) {
      return Verdict.no(
          "the driver does not tell the compute capability of " + cards, "update the driver");
    }
    String known = kernels.stream().map(String::valueOf).collect(Collectors.joining(", "));
    boolean newer = capability.compareTo(kernels.get(kernels.size() - 1)) > 0;
    return Verdict.no(
        cards
            + ": "
            + library
            + " has machine code for "
            + known
            + " and no PTX, nothing for"
            + " "
            + capability,
        (newer ? tooNew : tooOld).replace("PLATFORM", report.platform()));
  }
}
