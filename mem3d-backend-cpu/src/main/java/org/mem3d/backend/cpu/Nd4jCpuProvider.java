package org.mem3d.backend.cpu;

import org.mem3d.backend.nd4j.Nd4jBackend;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * The backend {@code nd4j-cpu}: float32 on the processor through ND4J, with the convolutions of
 * oneDNN. No properties. Thread-safe.
 *
 * <p>ND4J binds one of its own backends for the life of the process; where that is not its CPU
 * backend, this one is not available, which shows when it is opened: asking before loads nothing. A
 * number of threads is set on each thread that runs a graph.
 */
public final class Nd4jCpuProvider implements BackendProvider {
  static final String NAME = "nd4j-cpu";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  @Override
  public Availability availability() {
    return BoundCpu.availability();
  }

  @Override
  public Backend open(BackendOptions options) {
    if (!options.properties().isEmpty()) {
      throw new BackendException(
          NAME + " has no properties, but was given " + options.properties().keySet());
    }
    Availability availability = BoundCpu.bound();
    if (!availability.available()) {
      throw new BackendException(
          NAME + " is not available: " + availability.reason() + ". " + availability.remedy());
    }
    return new Nd4jBackend(BoundCpu.device(availability, options.threads()));
  }
}
