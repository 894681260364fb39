package org.mem3d.backend.gpu;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which cards a machine has, or why none can be used by anything. Immutable.
 *
 * @param platform system and processor, as in {@code linux-x86_64}
 * @param driver the driver's version; null if there is none or it was not told
 * @param devices the cards that programs may use
 * @param fault why there are no devices; empty if there are some
 * @param remedy what to do about that; empty if there are some
 */
public record GpuReport(
    String platform,
    @Nullable DriverVersion driver,
    List<Gpu> devices,
    String fault,
    String remedy) {
  /** Copies the list. */
  public GpuReport {
    devices = List.copyOf(devices);
  }

  static GpuReport none(
      String platform, @Nullable DriverVersion driver, String fault, String remedy) {
    return new GpuReport(platform, driver, List.of(), fault, remedy);
  }

  static GpuReport of(String platform, @Nullable DriverVersion driver, List<Gpu> devices) {
    return new GpuReport(platform, driver, devices, "", "");
  }
}
