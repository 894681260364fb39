package org.mem3d.spi;

import org.mem3d.Mem3dException;

/** A backend that cannot be found, opened or used; the message says why and what to add. */
public class BackendException extends Mem3dException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message names the backend, the reason and the remedy. */
  public BackendException(String message) {
    super(message);
  }

  /** Makes an exception around the error that the backend met. */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
