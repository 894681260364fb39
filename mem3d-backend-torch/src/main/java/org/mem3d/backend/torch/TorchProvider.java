package org.mem3d.backend.torch;

import java.util.Set;
import java.util.TreeSet;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendDescription;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * Opens libtorch. Property {@value #DEVICE}: {@code cpu} (the default), {@code cuda} or {@code
 * cuda:N}. Thread-safe.
 */
public final class TorchProvider implements BackendProvider {
  /** The property that says on what to compute. */
  public static final String DEVICE = "device";

  private static final String NAME = "torch";

  /** Makes the provider; loads nothing. */
  public TorchProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  /** Below {@code nd4j-cpu}: in float32 on the CPU this one was measured slower. */
  @Override
  public int priority() {
    return 40;
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  /** Looks at the class path alone: libtorch's natives are large, and loaded by opening. */
  @Override
  public Availability availability() {
    String missing = Natives.missing();
    if (missing != null) {
      return Availability.no(
          "libtorch's " + missing + " is not on the class path",
          "add org.bytedeco:pytorch, org.bytedeco:openblas and org.bytedeco:javacpp, each also with"
              + " the classifier of this platform ("
              + Natives.platform()
              + "), to the class path");
    }
    return Availability.yes(Natives.processor(), "libtorch " + Natives.version());
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
    TorchDevice device = TorchDevice.open(options.properties().getOrDefault(DEVICE, "cpu"));
    int threads =
        options.threads() > 0 ? options.threads() : Runtime.getRuntime().availableProcessors();
    String shown =
        device.isCpu() ? availability.device() : device + " beside " + availability.device();
    return new TorchBackend(
        new BackendDescription(NAME, shown, availability.version(), threads), device);
  }
}
