package org.mem3d.core.session;

/**
 * How long what follows the network takes of a propagation, learned from those before, so that the
 * progress of the next one is told evenly. No result depends on it. Thread-safe.
 */
final class WorkPace {
  /** Measured with the default networks on a processor. */
  private static final double FIRST_GUESS = 1.2;

  /** What had less to do says little, as what warms up. */
  private static final int LEAST = 8;

  private volatile double slicesPerVisit = FIRST_GUESS;

  /** Returns how long a slice takes after the network, in visits of the network. */
  double afterwards() {
    return slicesPerVisit;
  }

  /** Learns from a propagation that is done. */
  void learn(double networkSeconds, int visits, double afterSeconds, int slices) {
    if (visits >= LEAST && slices >= LEAST && networkSeconds > 0) {
      double now = afterSeconds / slices / (networkSeconds / visits);
      slicesPerVisit = Math.max(0.01, Math.min(100, (slicesPerVisit + now) / 2));
    }
  }
}
