package org.mem3d;

import java.util.Objects;

/** A file of a session that cannot be written or restored; the message says why and what to do. */
public final class SessionFileException extends Mem3dException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The file cannot be written. */
    NOT_WRITTEN,
    /** There is no such file, or it cannot be read. */
    NOT_READ,
    /** The file is no session, or not what was written: cut short or changed. */
    DAMAGED,
    /** A newer version of mem3d wrote the file. */
    NEWER_VERSION,
    /** The session is of another volume than the one that was given. */
    OTHER_VOLUME,
    /** A step of the log cannot be taken again: not with these weights, settings or limits. */
    NOT_REPLAYED
  }

  private final Reason reason;

  /** Makes an exception whose message names the file and the remedy. */
  public SessionFileException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "the reason is null");
  }

  /** Makes an exception around the error that caused it. */
  public SessionFileException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "the reason is null");
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
