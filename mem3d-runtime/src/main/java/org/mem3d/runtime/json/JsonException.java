package org.mem3d.runtime.json;

/** A text that is not the JSON that it should be; the message says what and where. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message says what is wrong. */
  public JsonException(String message) {
    super(message);
  }
}
