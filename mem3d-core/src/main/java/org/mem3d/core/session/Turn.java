package org.mem3d.core.session;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whose turn it is: steps of several threads do not mix, the second one is refused. */
final class Turn {
  /** What step is being taken; null if none is. */
  private final AtomicReference<@Nullable String> step = new AtomicReference<>();

  /**
   * Begins a step; {@link #end} follows.
   *
   * @param what in the form "taking a mark"
   * @throws IllegalStateException if another step is being taken, by another thread or by one that
   *     this one calls
   */
  void begin(String what) {
    String other = step.compareAndExchange(null, what);
    if (other != null) {
      throw new IllegalStateException(
          "the session is "
              + other
              + ": wait until that is done, or cancel a propagation, before the next step");
    }
  }

  void end() {
    step.set(null);
  }

  /** Takes a step while no other is taken. */
  <T> T alone(String what, Supplier<T> taking) {
    begin(what);
    try {
      return taking.get();
    } finally {
      end();
    }
  }
}
