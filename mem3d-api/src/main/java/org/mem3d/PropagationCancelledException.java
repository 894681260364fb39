package org.mem3d;

/** A propagation was cancelled before it was done; the session is as it was before it. */
public class PropagationCancelledException extends Mem3dException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception that says how far the propagation had come. */
  public PropagationCancelledException(String message) {
    super(message);
  }
}
