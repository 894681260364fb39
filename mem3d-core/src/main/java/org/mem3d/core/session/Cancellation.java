package org.mem3d.core.session;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a session's propagation is to stop. Asked by any thread, at any time: a question that
 * comes before the propagation counts for it, and one that comes when it is about to change the
 * session is too late for it.
 */
final class Cancellation {
  private enum State {
    /** No propagation, or one that goes on. */
    GOING_ON,
    /** The one that runs, or else the next one, is to stop. */
    ASKED,
    /** The one that runs is past the point where it could stop. */
    TOO_LATE
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.GOING_ON);

  /** Asks to stop; returns whether it will. */
  boolean ask() {
    return state.updateAndGet(now -> now == State.TOO_LATE ? now : State.ASKED) == State.ASKED;
  }

  boolean isAsked() {
    return state.get() == State.ASKED;
  }

  /** Passes the point where it could stop; returns false if it was asked to before. */
  boolean pass() {
    return state.compareAndSet(State.GOING_ON, State.TOO_LATE);
  }

  /** Forgets what was asked: another step has come, or the propagation is over. */
  void clear() {
    state.set(State.GOING_ON);
  }
}
