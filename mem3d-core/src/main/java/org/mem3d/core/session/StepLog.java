package org.mem3d.core.session;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All calls that changed a session since it was begun, each a line of JSON, undone ones and their
 * undoing too. Immutable; a longer log shares what it begins with.
 */
final class StepLog {
  static final StepLog EMPTY = new StepLog(null, "", 0);

  private final @Nullable StepLog before;
  private final String last;
  private final int size;

  private StepLog(@Nullable StepLog before, String last, int size) {
    this.before = before;
    this.last = last;
    this.size = size;
  }

  /** Returns the log with one more line. */
  StepLog with(String line) {
    return new StepLog(this, line, size + 1);
  }

  int size() {
    return size;
  }

  /** Returns the lines, oldest first. */
  List<String> lines() {
    String[] lines = new String[size];
    StepLog at = this;
    for (StepLog next = at.before; next != null; next = at.before) {
      lines[at.size - 1] = at.last;
      at = next;
    }
    return Arrays.asList(lines);
  }
}
