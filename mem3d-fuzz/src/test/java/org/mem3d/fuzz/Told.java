package org.mem3d.fuzz;

/** What a refusal has to say. */
public final class Told {
  private Told() {}

  /** Fails unless an error has a message of one line. */
  public static void require(Exception e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      throw new AssertionError("refused without a word", e);
    }
  }
}
