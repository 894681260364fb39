package org.mem3d.runtime.backend;

import org.jspecify.annotations.Nullable;
import org.mem3d.spi.Availability;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;

/**
 * A provider as it was found: one that can be asked, or a broken one with the reason. Immutable.
 */
final class BackendEntry {
  private final String name;
  private final int priority;
  private final @Nullable BackendProvider provider;
  private final Availability fault;

  private BackendEntry(
      String name, int priority, @Nullable BackendProvider provider, Availability fault) {
    this.name = name;
    this.priority = priority;
    this.provider = provider;
    this.fault = fault;
  }

  /** Returns an entry for a provider; a broken one if it is of another SPI version, or throws. */
  static BackendEntry of(BackendProvider provider) {
    String type = provider.getClass().getName();
    try {
      String name = provider.name();
      if (provider.spiVersion() == BackendProvider.SPI_VERSION) {
        return new BackendEntry(name, provider.priority(), provider, Availability.no("", ""));
      }
      String reason =
          "it is made for version "
              + provider.spiVersion()
              + " of the backend interface, this is version "
              + BackendProvider.SPI_VERSION;
      return new BackendEntry(
          name,
          provider.priority(),
          null,
          Availability.faulty(reason, "use matching mem3d versions"));
    } catch (RuntimeException | LinkageError e) {
      return broken(type, e);
    }
  }

  /** Returns an entry for a provider that could not be loaded. */
  static BackendEntry broken(String name, Throwable fault) {
    String reason = "its provider cannot be loaded: " + fault;
    String remedy = "put all jars of one mem3d version on the class path, or remove this one";
    return new BackendEntry(name, Integer.MIN_VALUE, null, Availability.faulty(reason, remedy));
  }

  String name() {
    return name;
  }

  int priority() {
    return priority;
  }

  @Nullable BackendProvider provider() {
    return provider;
  }

  /** Asks the provider; what it throws against its contract becomes the reason. */
  Availability availability() {
    if (provider == null) {
      return fault;
    }
    try {
      return provider.availability();
    } catch (RuntimeException | LinkageError e) {
      return Availability.faulty("asking whether it is available failed: " + e, "report this");
    }
  }

  /**
   * Opens the backend.
   *
   * @throws BackendException if it cannot be opened, naming the reason and the remedy
   */
  Backend open(BackendOptions options) {
    return open(options, availability());
  }

  /** Opens the backend as {@link #open(BackendOptions)} does, once it was asked. */
  Backend open(BackendOptions options, Availability availability) {
    if (provider == null || !availability.available()) {
      throw new BackendException(describe(availability));
    }
    try {
      return provider.open(options);
    } catch (BackendException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new BackendException("backend '" + name + "' failed to open: " + e, e);
    }
  }

  /** Returns "backend 'x' is not available: reason; remedy". */
  String describe(Availability availability) {
    return "backend '"
        + name
        + "' is not available: "
        + availability.reason()
        + (availability.remedy().isEmpty() ? "" : "; " + availability.remedy());
  }
}
