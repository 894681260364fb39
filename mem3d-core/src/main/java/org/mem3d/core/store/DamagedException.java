package org.mem3d.core.store;

import java.io.IOException;

/** A file that is not what was written; the message says what is wrong with it. */
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what is wrong, in the form "it lacks an end". */
  public DamagedException(String message) {
    super(message);
  }
}
