package org.mem3d.runtime.reference;

import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/** Provider of the pure-Java backend {@code reference}, always available. */
public final class ReferenceBackendProvider implements BackendProvider {
  static final String NAME = "reference";

  /** Makes the provider; for {@link java.util.ServiceLoader}. */
  public ReferenceBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public int spiVersion() {
    return 1;
  }

  @Override
  public Availability availability() {
    return Availability.yes(ReferenceBackend.device(), ReferenceBackend.version());
  }

  /**
   * Opens the backend. It knows no properties.
   *
   * @throws BackendException if a property is given
   */
  @Override
  public Backend open(BackendOptions options) {
    if (!options.properties().isEmpty()) {
      throw new BackendException(
          "backend 'reference' knows no properties, got "
              + options.properties().keySet()
              + ": leave them out");
    }
    int threads = options.threads();
    return new ReferenceBackend(
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }
}
