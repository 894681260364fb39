package org.mem3d.batch.input;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.mem3d.InteractionException;

/** Names of files as people write them. Stateless. */
public final class PathText {
  private PathText() {}

  /**
   * Returns the file that a text names.
   *
   * @throws InteractionException if it cannot be the name of one
   */
  public static Path of(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InteractionException(refusal(text, e));
    }
  }

  /** Returns what to say of a text that is no name of a file. */
  public static String refusal(String text, InvalidPathException e) {
    return "'" + text + "' cannot be the name of a file: " + e.getReason();
  }
}
