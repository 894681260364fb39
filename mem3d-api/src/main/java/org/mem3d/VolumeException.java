package org.mem3d;

/** A volume that cannot be: sizes that do not fit its array, a slice outside, a broken file. */
public class VolumeException extends Mem3dException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message names the values and the remedy. */
  public VolumeException(String message) {
    super(message);
  }

  /** Makes an exception around the error that caused it. */
  public VolumeException(String message, Throwable cause) {
    super(message, cause);
  }
}
