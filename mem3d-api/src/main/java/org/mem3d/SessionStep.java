package org.mem3d;

import java.util.List;
import java.util.Objects;

/**
 * One step of a session, as undo takes it back and redo repeats it. Immutable.
 *
 * @param kind what was done
 * @param object the label of the object it was done to; 0 if to several or none
 * @param slice the slice it was done to, along the object's axis; -1 if to several or none
 * @param name for people: what was done to what
 * @param changes where it changed {@link SegmentationSession#mask()}, by rising label; empty if
 *     nowhere
 */
public record SessionStep(Kind kind, int object, int slice, String name, List<Change> changes) {
  /** What a step did. */
  public enum Kind {
    /** {@link SegmentationSession#addObject}. */
    ADD_OBJECT,
    /** {@link SegmentationSession#removeObject}. */
    REMOVE_OBJECT,
    /** {@link SegmentationSession#renameObject}. */
    RENAME_OBJECT,
    /** {@link SegmentationSession#colorObject}. */
    COLOR_OBJECT,
    /** {@link SegmentationSession#allowOverlap}. */
    ALLOW_OVERLAP,
    /** {@link SegmentationSession#addObjects}. */
    ADD_OBJECTS,
    /** {@link SegmentationSession#lockObject}. */
    LOCK_OBJECT,
    /** {@link SegmentationSession#unlockObject}. */
    UNLOCK_OBJECT,
    /** {@link SegmentationSession#limitObject}. */
    LIMIT_OBJECT,
    /** {@link SegmentationSession#interact}. */
    MARK,
    /** {@link SegmentationSession#confirm}. */
    CONFIRM,
    /** {@link SegmentationSession#withdraw}. */
    WITHDRAW,
    /** {@link SegmentationSession#propagate}. */
    PROPAGATE,
    /** {@link SegmentationSession#restore}. */
    RESTORE
  }

  /** Copies the list. */
  public SessionStep {
    Objects.requireNonNull(kind, "the kind is null");
    Objects.requireNonNull(name, "the name is null");
    changes = List.copyOf(changes);
  }
}
