package org.mem3d;

import java.util.concurrent.CancellationException;

/**
 * A propagation was cancelled before it was done; the session is as it was before it. The same
 * whether the session or the future was cancelled, and whether the caller waits for {@link
 * SegmentationSession#propagate} or for the future, which counts as cancelled: being a {@link
 * CancellationException}, it comes out of {@code join} and {@code get} as it is.
 */
public class PropagationCancelledException extends CancellationException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception that says how far the propagation had come. */
  public PropagationCancelledException(String message) {
    super(message);
  }
}
