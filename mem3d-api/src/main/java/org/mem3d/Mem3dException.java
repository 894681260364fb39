package org.mem3d;

/** Anything that went wrong in mem3d; the message names the values and what to do. */
public class Mem3dException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message for a person. */
  public Mem3dException(String message) {
    super(message);
  }

  /** Makes an exception around the error that caused it. */
  public Mem3dException(String message, Throwable cause) {
    super(message, cause);
  }
}
