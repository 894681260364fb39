package org.mem3d.backend.gpu;

import java.time.Duration;
import java.util.List;

/** Runs programs of the system. Thread-safe. */
interface Commands {
  /** How a program ended. */
  enum End {
    /** It ran to its end. */
    DONE,
    /** There is no such program. */
    NOT_FOUND,
    /** It was given up, because it took too long. */
    TIMED_OUT
  }

  /**
   * What came of running a program. Immutable.
   *
   * @param status its exit status; 0 unless it is {@link End#DONE}
   * @param output what it printed, errors too
   */
  record Outcome(End end, int status, String output) {}

  /** Runs a program, for so long at most. */
  Outcome run(List<String> command, Duration limit);
}
