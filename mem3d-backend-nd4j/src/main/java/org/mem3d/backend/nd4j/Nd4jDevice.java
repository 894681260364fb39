package org.mem3d.backend.nd4j;

import org.mem3d.spi.BackendDescription;

/**
 * The device that ND4J was bound to in this process, as the executor needs to know it. Thread-safe.
 */
public interface Nd4jDevice {
  /** Returns what computes. */
  BackendDescription description();

  /** Prepares the calling thread to compute; called before every run, so cheap. */
  void enter();
}
