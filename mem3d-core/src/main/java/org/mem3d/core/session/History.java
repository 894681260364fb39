package org.mem3d.core.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states of a session: the present one, those before it, and those that were undone. A change
 * for which there is no memory changes nothing. One thread at a time changes it.
 */
final class History {
  private final Deque<SessionState> past = new ArrayDeque<>();
  private final Deque<SessionState> undone = new ArrayDeque<>();
  private volatile SessionState now = SessionState.EMPTY;

  /** Returns the present state. */
  SessionState now() {
    return now;
  }

  boolean canUndo() {
    return !past.isEmpty();
  }

  boolean canRedo() {
    return !undone.isEmpty();
  }

  /**
   * Goes on to a state; what was undone cannot be redone any more.
   *
   * @return takes the step back, as if it had never been; to be run before any other change
   */
  Runnable step(SessionState next) {
    List<SessionState> redoable = List.copyOf(undone);
    past.push(now);
    undone.clear();
    now = next;
    return () -> {
      now = past.pop();
      undone.addAll(redoable);
    };
  }

  /**
   * Goes back by one state.
   *
   * @throws IllegalStateException if there is none
   */
  void undo() {
    exchange(past, undone, "undo");
  }

  /**
   * Goes forward to the state last undone.
   *
   * @throws IllegalStateException if there is none
   */
  void redo() {
    exchange(undone, past, "redo");
  }

  private void exchange(Deque<SessionState> from, Deque<SessionState> to, String what) {
    @Nullable SessionState next = from.peek();
    if (next == null) {
      throw new IllegalStateException("there is no step to " + what);
    }
    // What may run out of memory comes first.
    to.push(now);
    from.pop();
    now = next;
  }

  /** Lets go of all states. */
  void clear() {
    past.clear();
    undone.clear();
    now = SessionState.EMPTY;
  }
}
