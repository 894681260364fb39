package org.mem3d.core.session;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mem3d.InteractionException;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;
import org.mem3d.SessionStep.Kind;

/**
 * What steps of a session have in common: one at a time, whole or not at all, told to listeners,
 * undone and redone.
 */
abstract class SteppedSession implements SegmentationSession {
  private final CoreEngine engine;
  private final CheckedVolume volume;
  private final List<SegmentationListener> listeners = new CopyOnWriteArrayList<>();
  private final History history;
  private final Turn turn = new Turn();
  private final Cancellation cancellation = new Cancellation();
  private volatile LabelPlanes labels;
  private volatile boolean closed;

  /**
   * Makes a session.
   *
   * @param timeline at which it begins
   * @param historyBytes that the history may hold
   */
  SteppedSession(
      CoreEngine engine, CheckedVolume volume, History.Timeline timeline, long historyBytes) {
    this.engine = engine;
    this.volume = volume;
    this.history = new History(historyBytes);
    this.history.set(timeline);
    this.history.settle();
    this.labels = LabelPlanes.empty(volume).of(timeline.now());
  }

  /** Returns all states, and the log. */
  final History.Timeline timeline() {
    return history.timeline();
  }

  /** Returns the present state. */
  final SessionState now() {
    return history.now();
  }

  /** Returns what the present state shows. */
  final LabelPlanes labels() {
    return labels;
  }

  /** Returns what the user sees of the present state. */
  final Contest contest() {
    return labels.contest();
  }

  final Turn turn() {
    return turn;
  }

  final Cancellation cancellation() {
    return cancellation;
  }

  final List<SegmentationListener> listeners() {
    return listeners;
  }

  /**
   * Takes a step to a state, and tells of it.
   *
   * @param call for the log
   */
  final SessionStep take(
      Kind kind, int object, int slice, String name, SessionState next, String call) {
    // It may have been closed meanwhile.
    requireOpen();
    LabelPlanes shown = labels.of(next);
    SessionStep step = new SessionStep(kind, object, slice, name, labels.changesTo(shown));
    take(step, next, shown, call, listener -> {});
    return step;
  }

  /** Takes a step of which all is known; listeners are told it, and then something more. */
  final void take(
      SessionStep step,
      SessionState next,
      LabelPlanes shown,
      String call,
      Consumer<SegmentationListener> more) {
    go(
        history.timeline().after(step, next, call),
        shown,
        listener -> {
          listener.changed(step);
          more.accept(listener);
        });
  }

  /** Goes to a timeline and tells of it; goes back if a listener fails. */
  private void go(History.Timeline next, LabelPlanes shown, Consumer<SegmentationListener> told) {
    History.Timeline before = history.timeline();
    LabelPlanes shownBefore = labels;
    history.set(next);
    labels = shown;
    try {
      listeners.forEach(told);
    } catch (RuntimeException | Error e) {
      if (!closed) {
        history.set(before);
        labels = shownBefore;
      }
      throw e;
    }
    history.settle();
  }

  /** Takes a step while no other is taken. */
  final <T> T alone(String what, Supplier<T> taking) {
    requireOpen();
    return turn.alone(
        what,
        () -> {
          // What was cancelled is not the propagation that comes after this step.
          cancellation.clear();
          return taking.get();
        });
  }

  @Override
  public SessionHistory history() {
    requireOpen();
    return history.told();
  }

  @Override
  public void checkpoint(String name) {
    Objects.requireNonNull(name, "the checkpoint's name is null");
    alone(
        "naming a checkpoint",
        () -> {
          if (name.isBlank()) {
            throw new InteractionException("a checkpoint's name must not be empty");
          }
          history.set(history.timeline().named(name));
          history.settle();
          return name;
        });
  }

  @Override
  public SessionStep restore(String checkpoint) {
    Objects.requireNonNull(checkpoint, "the checkpoint's name is null");
    return alone(
        "restoring a checkpoint",
        () -> {
          SessionState state = history.checkpoint(checkpoint);
          if (state == null) {
            throw new InteractionException(
                "no checkpoint '" + checkpoint + "': there are " + history.told().checkpoints());
          }
          return take(
              Kind.RESTORE,
              0,
              -1,
              "restore '" + checkpoint + "'",
              state,
              Call.with("restore", "name", checkpoint));
        });
  }

  @Override
  public boolean canUndo() {
    requireOpen();
    return !history.timeline().past().isEmpty();
  }

  @Override
  public SessionStep undo() {
    return alone(
        "undoing a step",
        () -> {
          History.Timeline next = history.timeline().undo();
          return moved(next, next.undone().get(0).step());
        });
  }

  @Override
  public boolean canRedo() {
    requireOpen();
    return !history.timeline().undone().isEmpty();
  }

  @Override
  public SessionStep redo() {
    return alone(
        "redoing a step",
        () -> {
          History.Timeline next = history.timeline().redo();
          return moved(next, next.past().get(next.past().size() - 1).step());
        });
  }

  private SessionStep moved(History.Timeline next, SessionStep step) {
    go(next, labels.of(next.now()), listener -> listener.changed(step));
    return step;
  }

  @Override
  public void addListener(SegmentationListener listener) {
    Objects.requireNonNull(listener, "the listener is null");
    requireOpen();
    listeners.add(listener);
  }

  @Override
  public void removeListener(SegmentationListener listener) {
    listeners.remove(listener);
  }

  /** Refuses what is asked of a closed session. */
  final void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    engine.requireOpen();
  }

  /** Lets go of all states. Harmless when repeated. */
  final void closeSteps() {
    closed = true;
    cancellation.ask();
    history.clear();
    labels = LabelPlanes.empty(volume);
  }
}
