package org.mem3d;

import java.util.List;

/**
 * What a propagation did. Immutable.
 *
 * @param changes for each object that was carried, the slices whose mask changed
 * @param slicesComputed how many slices the network looked at
 * @param seconds how long it took
 */
public record PropagationReport(List<Change> changes, int slicesComputed, double seconds) {
  /** Copies the list. */
  public PropagationReport {
    changes = List.copyOf(changes);
  }

  /**
   * The range of slices in which an object's mask changed, both ends included; {@code first > last}
   * if none did.
   */
  public record Change(int object, Axis axis, int first, int last) {}
}
