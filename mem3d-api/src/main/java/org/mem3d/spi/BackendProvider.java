package org.mem3d.spi;

/**
 * A way to run graphs that may or may not work on this machine. Found by {@link
 * java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/org.mem3d.spi.BackendProvider}.
 *
 * <p>Making a provider and asking for its name or priority loads no native code. Thread-safe.
 */
public interface BackendProvider {
  /** The version of this interface, compared when a provider is found. */
  int SPI_VERSION = 1;

  /** Returns the name by which users choose this backend: lower case, digits and hyphens. */
  String name();

  /** Returns the rank in the automatic choice: of those available the highest is taken. */
  int priority();

  /** Returns the {@link #SPI_VERSION} against which the provider was compiled, as a literal. */
  int spiVersion();

  /**
   * Says whether this backend would work here, and if not, why and what to do. Never throws, and
   * never lets an {@link Error} of missing native code out.
   */
  Availability availability();

  /**
   * Opens the backend.
   *
   * @throws BackendException if it is not available or an option does not suit it; the message
   *     names the reason and the remedy
   */
  Backend open(BackendOptions options);
}
