package org.mem3d;

import java.util.List;

/**
 * The answer to a mark: the object's mask on that slice. Immutable.
 *
 * @param predictedDice the quality head's guess of the mask's Dice, 0 to 1; 1 for a mask that was
 *     given
 * @param changes where the mark changed {@link SegmentationSession#mask()}, by rising label; empty
 *     if nowhere
 */
public record SliceAnswer(
    int object, Axis axis, int slice, SliceMask mask, float predictedDice, List<Change> changes) {
  /** Copies the list. */
  public SliceAnswer {
    changes = List.copyOf(changes);
  }
}
