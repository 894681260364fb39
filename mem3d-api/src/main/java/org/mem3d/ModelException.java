package org.mem3d;

/** Weights that cannot be used: missing, extra or mis-shaped tensors, or a broken file. */
public class ModelException extends Mem3dException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message names the tensors. */
  public ModelException(String message) {
    super(message);
  }

  /** Makes an exception around the error that caused it. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
