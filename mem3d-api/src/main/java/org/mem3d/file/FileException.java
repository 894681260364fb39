package org.mem3d.file;

import java.io.IOException;

/** A file that cannot be read or written; the message names the file, why, and what to do. */
public final class FileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String text;

  FileException(String text, IOException cause) {
    super(text, cause);
    this.text = text;
  }

  @Override
  public String getMessage() {
    return text;
  }
}
