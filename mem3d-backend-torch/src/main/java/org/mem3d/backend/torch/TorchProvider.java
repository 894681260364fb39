package org.mem3d.backend.torch;

import java.util.Set;
import java.util.TreeSet;
import org.mem3d.backend.gpu.GpuProbe;
import org.mem3d.backend.gpu.GpuRequirement;
import org.mem3d.backend.gpu.GuardedBackend;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * Opens libtorch. Property {@value #DEVICE}: {@code cpu}, {@code cuda}, {@code cuda:N}, or {@code
 * auto} (the default): CUDA where its natives are on the class path and a card is there for them,
 * else the CPU. Thread-safe.
 */
public final class TorchProvider implements BackendProvider {
  /** The property that says on what to compute. */
  public static final String DEVICE = "device";

  private static final String NAME = "torch";
  private static final String AUTO = "auto";

  /** Makes the provider; loads nothing. */
  public TorchProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  /**
   * On a card above every backend for the CPU, and below {@code nd4j-cuda}; on the CPU below {@code
   * nd4j-cpu}: in float32 this one was measured slower.
   */
  @Override
  public int priority() {
    return onCuda() ? 150 : 40;
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  private static boolean onCuda() {
    return Natives.missing() == null
        && Natives.missingForCuda() == null
        && GpuRequirement.TORCH.check(GpuProbe.report()).gpu() != null;
  }

  /**
   * Looks at the class path and at the machine's cards: libtorch's natives are large, and loaded by
   * opening.
   */
  @Override
  public Availability availability() {
    Availability known = TorchDevice.failure();
    if (known != null) {
      return known;
    }
    String missing = Natives.missing();
    Availability foreseen = missing == null ? Natives.foreseen() : null;
    return foreseen != null
        ? foreseen
        : TorchAvailability.of(
            missing,
            Natives.missingForCuda(),
            GpuRequirement.TORCH.check(GpuProbe.report()),
            Natives.platform());
  }

  @Override
  public Backend open(BackendOptions options) {
    Set<String> unknown = new TreeSet<>(options.properties().keySet());
    unknown.remove(DEVICE);
    if (!unknown.isEmpty()) {
      throw new BackendException(
          "torch takes the property '" + DEVICE + "' alone, but was given " + unknown);
    }
    Availability availability = availability();
    if (!availability.available()) {
      throw new BackendException("torch: " + availability.reason() + "; " + availability.remedy());
    }
    String wanted = options.properties().getOrDefault(DEVICE, AUTO);
    TorchDevice device = TorchDevice.open(wanted.equals(AUTO) ? onCuda() ? "cuda" : "cpu" : wanted);
    int threads =
        options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
    String shown = device.isCpu() ? Natives.processor() : device + " beside " + Natives.processor();
    TorchBackend backend =
        new TorchBackend(
            new BackendDescription(NAME, shown, availability.version(), threads), device);
    return device.isCpu() ? backend : new GuardedBackend(backend, device::freeBytes);
  }
}
