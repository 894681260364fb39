package org.mem3d.backend.cuda;

import org.mem3d.backend.gpu.GpuProbe;
import org.mem3d.backend.gpu.GpuRequirement;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * The backend {@code nd4j-cuda}: float32 on an NVIDIA card through ND4J. No properties.
 * Thread-safe.
 *
 * <p>Asking whether it is available loads no native code: files, {@code nvidia-smi} and the class
 * path tell. ND4J binds one of its own backends for the life of the process; where that turns out
 * to be its CPU backend, opening fails and says so.
 */
public final class Nd4jCudaProvider implements BackendProvider {
  static final String NAME = "nd4j-cuda";

  /** Makes the provider; loads nothing. */
  public Nd4jCudaProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  /** Above every backend for the CPU. */
  @Override
  public int priority() {
    return 200;
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  @Override
  public Availability availability() {
    return CudaAvailability.of(
        GpuRequirement.ND4J.check(GpuProbe.report()),
        GpuProbe.report().platform(),
        resource -> Nd4jCudaProvider.class.getResource(resource) != null,
        BoundCuda.boundToCpu());
  }

  @Override
  public Backend open(BackendOptions options) {
    if (!options.properties().isEmpty()) {
      throw new BackendException(
          NAME + " has no properties, but was given " + options.properties().keySet());
    }
    Availability availability = availability();
    if (!availability.available()) {
      throw new BackendException(
          NAME + " is not available: " + availability.reason() + "; " + availability.remedy());
    }
    return BoundCuda.open(availability);
  }
}
