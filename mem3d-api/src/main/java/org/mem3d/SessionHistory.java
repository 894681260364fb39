package org.mem3d;

import java.util.List;

/**
 * The steps of a session at one moment. Immutable; a picture that later steps do not change.
 *
 * @param done the steps that undo can take back, oldest first: it takes the last one
 * @param undone the steps that redo can repeat: it repeats the first one
 * @param checkpoints the names of {@link SegmentationSession#checkpoint}, in alphabetical order
 * @param bytes about what the masks and probabilities of all these states take of Java's heap, the
 *     present state included; what states share counts once
 */
public record SessionHistory(
    List<SessionStep> done, List<SessionStep> undone, List<String> checkpoints, long bytes) {
  /** Copies the lists. */
  public SessionHistory {
    done = List.copyOf(done);
    undone = List.copyOf(undone);
    checkpoints = List.copyOf(checkpoints);
  }
}
