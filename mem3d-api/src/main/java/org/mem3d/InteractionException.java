package org.mem3d;

/**
 * A mark that cannot be used: outside the volume, empty, of no area, or of an unknown object. The
 * session is as it was before.
 */
public class InteractionException extends Mem3dException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message names the mark, the limits and the remedy. */
  public InteractionException(String message) {
    super(message);
  }
}
