package org.mem3d.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import java.util.TreeSet;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * ONNX Runtime on the CPU. Property {@code spinning}: whether its threads wait for each other
 * spinning, {@code false} unless given. Not registered as a service. Thread-safe.
 */
public final class OnnxRuntimeProvider implements BackendProvider {
  static final String NAME = "onnxruntime";
  private static final String SPINNING = "spinning";

  /** Makes a provider; loads nothing. */
  public OnnxRuntimeProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  @Override
  public Availability availability() {
    try {
      return Availability.yes(
          "CPU", "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion());
    } catch (LinkageError | RuntimeException e) {
      return Availability.no(
          "ONNX Runtime cannot be loaded here: " + e,
          "add com.microsoft.onnxruntime:onnxruntime to the class path");
    }
  }

  @Override
  public Backend open(BackendOptions options) {
    TreeSet<String> unknown = new TreeSet<>(options.properties().keySet());
    unknown.remove(SPINNING);
    if (!unknown.isEmpty()) {
      throw new BackendException(NAME + " takes the property " + SPINNING + ", not " + unknown);
    }
    Availability availability = availability();
    if (!availability.available()) {
      throw new BackendException(availability.reason() + "; " + availability.remedy());
    }
    boolean spinning = Boolean.parseBoolean(options.properties().get(SPINNING));
    int threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    return new OnnxRuntimeBackend(threads, spinning, availability.version());
  }
}
