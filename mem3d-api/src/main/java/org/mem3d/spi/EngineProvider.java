package org.mem3d.spi;

import org.mem3d.SegmentationEngine;

/**
 * Makes engines: the one implementation is in {@code mem3d-core}, found by {@link
 * java.util.ServiceLoader} so that programs compile against the API alone. Thread-safe.
 */
public interface EngineProvider {
  /** Returns a builder with default settings. */
  SegmentationEngine.Builder newBuilder();
}
