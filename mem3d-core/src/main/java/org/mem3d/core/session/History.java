package org.mem3d.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;

/**
 * The states of a session: the present one, those before it, and those that were undone. One thread
 * at a time changes it; others may look.
 */
final class History {
  /**
   * A step and the state on its other side: before it if it can be undone, else after it.
   * Immutable.
   */
  record Taken(SessionStep step, SessionState other) {}

  /**
   * The present state between its past and what was undone. Immutable.
   *
   * @param past oldest step first
   * @param undone the step that redo repeats first
   * @param checkpoints by name
   * @param log of all calls that led here
   */
  record Timeline(
      List<Taken> past,
      SessionState now,
      List<Taken> undone,
      TreeMap<String, SessionState> checkpoints,
      StepLog log) {
    static final Timeline EMPTY =
        new Timeline(List.of(), SessionState.EMPTY, List.of(), new TreeMap<>(), StepLog.EMPTY);

    Timeline {
      past = List.copyOf(past);
      undone = List.copyOf(undone);
      checkpoints = new TreeMap<>(checkpoints);
    }

    /**
     * Goes on to a state; what was undone is forgotten.
     *
     * @param call for the log
     */
    Timeline after(SessionStep step, SessionState next, String call) {
      return new Timeline(
          joined(past, new Taken(step, now)), next, List.of(), checkpoints, log.with(call));
    }

    /**
     * Goes back by one step.
     *
     * @throws IllegalStateException if there is none
     */
    Timeline undo() {
      if (past.isEmpty()) {
        throw new IllegalStateException("there is no step to undo");
      }
      Taken last = past.get(past.size() - 1);
      List<Taken> redoable = new ArrayList<>(List.of(new Taken(last.step, now)));
      redoable.addAll(undone);
      return new Timeline(
          past.subList(0, past.size() - 1),
          last.other,
          redoable,
          checkpoints,
          log.with(Call.plain("undo")));
    }

    /**
     * Goes forward by the step last undone.
     *
     * @throws IllegalStateException if there is none
     */
    Timeline redo() {
      if (undone.isEmpty()) {
        throw new IllegalStateException("there is no step to redo");
      }
      Taken first = undone.get(0);
      return new Timeline(
          joined(past, new Taken(first.step, now)),
          first.other,
          undone.subList(1, undone.size()),
          checkpoints,
          log.with(Call.plain("redo")));
    }

    /** Names the present state. */
    Timeline named(String name) {
      TreeMap<String, SessionState> more = new TreeMap<>(checkpoints);
      more.put(name, now);
      return new Timeline(past, now, undone, more, log.with(Call.with("checkpoint", "name", name)));
    }

    /** Notes that another engine goes on from here. */
    Timeline wentOn(EngineIdentity engine) {
      return new Timeline(
          past, now, undone, checkpoints, log.with(Call.with("goOn", "engine", engine.json())));
    }

    /** Forgets the oldest step. */
    private Timeline shorter() {
      return new Timeline(past.subList(1, past.size()), now, undone, checkpoints, log);
    }

    private static List<Taken> joined(List<Taken> steps, Taken last) {
      List<Taken> all = new ArrayList<>(steps);
      all.add(last);
      return all;
    }

    private List<SessionState> states() {
      List<SessionState> states = new ArrayList<>(List.of(now));
      past.forEach(taken -> states.add(taken.other));
      undone.forEach(taken -> states.add(taken.other));
      states.addAll(checkpoints.values());
      return states;
    }
  }

  private final long limit;
  private final HeldBytes held = new HeldBytes();
  private volatile Timeline timeline = Timeline.EMPTY;

  /**
   * Makes a history of an empty state.
   *
   * @param limit of the bytes that it holds; the oldest steps are forgotten for it, but for the
   *     last one
   */
  History(long limit) {
    this.limit = limit;
  }

  /** Returns the present state. */
  SessionState now() {
    return timeline.now;
  }

  Timeline timeline() {
    return timeline;
  }

  /** Puts another timeline in the place of this one; {@link #settle} follows. */
  void set(Timeline next) {
    timeline = next;
  }

  /** Counts what is held, and forgets the oldest steps where that is too much. */
  void settle() {
    held.hold(timeline.states());
    while (held.bytes() > limit && timeline.past.size() > 1) {
      timeline = timeline.shorter();
      held.hold(timeline.states());
    }
  }

  /** Returns the state of a checkpoint; null if there is none of that name. */
  @Nullable SessionState checkpoint(String name) {
    return timeline.checkpoints.get(name);
  }

  /** Returns the steps as data. */
  SessionHistory told() {
    Timeline seen = timeline;
    return new SessionHistory(
        seen.past.stream().map(Taken::step).toList(),
        seen.undone.stream().map(Taken::step).toList(),
        List.copyOf(seen.checkpoints.keySet()),
        held.bytes());
  }

  /** Lets go of all states. */
  void clear() {
    timeline = Timeline.EMPTY;
    settle();
  }
}
