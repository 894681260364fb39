package org.mem3d.file;

import org.mem3d.Mem3dException;

/** Files of a task that do not go together, found before the task began; the message names them. */
public final class FileRoleException extends Mem3dException {
  private static final long serialVersionUID = 1L;

  FileRoleException(String message) {
    super(message);
  }

  FileRoleException(String message, Throwable cause) {
    super(message, cause);
  }
}
