package org.mem3d.spi;

/**
 * A fault of the device, not of what was asked of it: its memory is full, or it stopped working.
 * The same work may succeed in smaller pieces or on another backend, so engines try that.
 *
 * <p>A backend throws it from any call; what it has handed out is then to be closed, and nothing
 * that the failed call should have written is relied upon. Closing never throws it: what a lost
 * device held is gone with it.
 */
public class DeviceException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** What went wrong with a device. */
  public enum Fault {
    /** Its memory does not hold what was asked for; the device goes on working. */
    OUT_OF_MEMORY,
    /** It failed to compute or does not answer any more; nothing more is asked of this backend. */
    LOST
  }

  private final Fault fault;

  /** Makes an exception whose message names the backend and what it was asked to do. */
  public DeviceException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  /** Makes an exception around the error that the backend met. */
  public DeviceException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** Returns what went wrong. */
  public Fault fault() {
    return fault;
  }
}
