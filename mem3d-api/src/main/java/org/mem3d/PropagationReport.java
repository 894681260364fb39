package org.mem3d;

import java.util.List;

/**
 * What a propagation did. Immutable.
 *
 * @param changes where it changed {@link SegmentationSession#mask()}, by rising label; empty if
 *     nowhere
 * @param slicesComputed how many slices the network looked at
 * @param seconds how long it took
 */
public record PropagationReport(List<Change> changes, int slicesComputed, double seconds) {
  /** Copies the list. */
  public PropagationReport {
    changes = List.copyOf(changes);
  }
}
