package org.mem3d.spi;

import java.util.Map;

/**
 * How a backend is to be opened. Immutable.
 *
 * @param threads how many threads may compute at once; 0 leaves it to the backend (all cores)
 * @param properties further settings by name, as each backend documents them; unknown ones are
 *     refused
 */
public record BackendOptions(int threads, Map<String, String> properties) {
  /** All cores, no further settings. */
  public static final BackendOptions DEFAULT = new BackendOptions(0, Map.of());

  /** Checks the number of threads and copies the properties. */
  public BackendOptions {
    if (threads < 0) {
      throw new BackendException("threads must be 0 (all cores) or more, not " + threads);
    }
    properties = Map.copyOf(properties);
  }
}
