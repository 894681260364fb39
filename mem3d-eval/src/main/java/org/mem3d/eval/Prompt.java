package org.mem3d.eval;

/** The kind of mark with which a simulated user starts on a slice. */
public enum Prompt {
  /** The true mask of the slice. */
  MASK,
  /** One or two strokes on the object, sometimes one beside it. */
  SCRIBBLE,
  /** What a person scribbled on the slice, where the case has it; else as {@link #SCRIBBLE}. */
  REAL_SCRIBBLE,
  /** A click in the middle of the object, sometimes more and one beside it. */
  CLICK,
  /** A box around the object, a little too large. */
  BOX,
  /** Four outermost points, a little off. */
  EXTREME
}
