package org.mem3d.viewer.work;

import java.awt.EventQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationCancelledException;
import org.mem3d.PropagationReport;
import org.mem3d.SavedSession;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;
import org.mem3d.SessionHistory;
import org.mem3d.SessionStep;
import org.mem3d.SliceAnswer;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

/**
 * One session, behind a window. Each method returns at once; what it asks for is done on the
 * worker's thread, in the order of the calls, once the engine is open. Answers come as {@link
 * SessionEvents} to the event thread. A step that comes while a propagation runs stops it; the
 * propagation then begins anew behind the step.
 *
 * <p>Called on the event thread.
 */
public final class SessionWorker implements AutoCloseable {
  private final Supplier<SegmentationEngine> opener;
  private final SessionEvents events;
  private final CompletableFuture<SegmentationEngine> engine = new CompletableFuture<>();
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(),
          task -> daemon(task, "mem3d session"));

  /** The session; set by the worker's thread, asked to cancel by the event thread. */
  private volatile @Nullable SegmentationSession session;

  private volatile boolean propagating;
  private volatile boolean interrupted;
  private boolean loading;

  /**
   * Makes a worker that does nothing yet.
   *
   * @param opener opens the engine, such as {@code SegmentationEngine::open}; called once, on
   *     another thread
   */
  public SessionWorker(Supplier<SegmentationEngine> opener, SessionEvents events) {
    this.opener = opener;
    this.events = events;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Opens the engine, on a thread of its own, and warms it up. Harmless when repeated. */
  public void start() {
    if (loading) {
      return;
    }
    loading = true;
    daemon(
            () -> {
              try {
                SegmentationEngine opened = opener.get();
                String description = opened.describe();
                post(() -> events.engineOpened(description));
                engine.complete(opened);
                opened.warmUp();
              } catch (RuntimeException | LinkageError e) {
                engine.completeExceptionally(e);
                post(() -> events.engineFailed(String.valueOf(e.getMessage())));
              }
            },
            "mem3d engine")
        .start();
  }

  private static void post(Runnable event) {
    EventQueue.invokeLater(event);
  }

  /** Closes the session and opens one on another volume, with one object. */
  public void open(Volume volume, String firstObject) {
    stopPropagation();
    enqueue(
        () -> {
          closeSession();
          SegmentationSession next = engine.join().newSession(volume);
          next.addListener(new Reporter());
          next.addObject(firstObject);
          session = next;
        });
  }

  /** Closes the session and opens a saved one. */
  public void restore(Path file, Volume volume) {
    stopPropagation();
    enqueue(
        () -> {
          SegmentationSession next = engine.join().restore(file, volume);
          closeSession();
          next.addListener(new Reporter());
          session = next;
        });
  }

  /** Reads what a saved session says of itself, once the engine is open. */
  public void inspect(Path file, BiConsumer<@Nullable SavedSession, @Nullable Throwable> then) {
    enqueue(() -> answer(() -> engine.join().inspect(file), then));
  }

  /**
   * Keeps a file up to date with the session.
   *
   * @param source where the volume is, which the file says too
   * @param pace the time between two writings
   */
  public void autosave(Path file, String source, Duration pace) {
    enqueue(
        () -> {
          SegmentationSession now = session;
          if (now != null) {
            now.volumeSource(source);
            now.autosave(file, pace);
          }
        });
  }

  /** Writes the session to a file, and tells the steps that it then has. */
  public void save(Path file, BiConsumer<@Nullable SessionHistory, @Nullable Throwable> then) {
    ask(
        now -> {
          now.save(file);
          return now.history();
        },
        then);
  }

  /** Takes a mark. */
  public void mark(Interaction mark) {
    step(
        s -> {
          SliceAnswer answer = s.interact(mark);
          post(() -> events.answered(answer));
        });
  }

  /** Says that an object's mask on a slice is right. */
  public void confirm(int object, int slice) {
    step(
        s -> {
          SliceAnswer answer = s.confirm(object, slice);
          post(() -> events.answered(answer));
        });
  }

  /** Takes another step. */
  public void step(Consumer<SegmentationSession> step) {
    boolean resume = stopPropagation();
    enqueue(
        () -> {
          SegmentationSession now = session;
          if (now != null) {
            step.accept(now);
          }
        });
    if (resume) {
      propagate();
    }
  }

  /** Adds the objects of a mask. */
  public void addObjects(Mask mask, Axis axis) {
    step(s -> s.addObjects(mask, axis));
  }

  /** Goes back to before the last step. */
  public void undo() {
    step(
        s -> {
          if (s.canUndo()) {
            SessionStep undone = s.undo();
            post(() -> events.done("Undone: " + undone.name()));
          }
        });
  }

  /** Repeats the step last undone. */
  public void redo() {
    step(
        s -> {
          if (s.canRedo()) {
            SessionStep repeated = s.redo();
            post(() -> events.done("Repeated: " + repeated.name()));
          }
        });
  }

  /** Carries all objects whose marks changed through the volume. */
  public void propagate() {
    enqueue(
        () -> {
          SegmentationSession now = session;
          if (now == null) {
            return;
          }
          propagating = true;
          post(events::propagationBegan);
          PropagationReport report = null;
          try {
            // Whoever asked to stop before this line finds no propagation to stop.
            report = interrupted ? null : now.propagate();
          } catch (PropagationCancelledException e) {
            // As the user wanted.
          } finally {
            propagating = false;
            PropagationReport ended = report;
            post(() -> events.propagationEnded(ended));
          }
        });
  }

  /** Stops a propagation; the session is then as it was before. */
  public void cancel() {
    stopPropagation();
  }

  /** Asks a running propagation to stop. Returns whether there was one. */
  private boolean stopPropagation() {
    SegmentationSession now = session;
    if (propagating && now != null) {
      now.cancel();
      return true;
    }
    return false;
  }

  /**
   * Asks the session, behind the steps before.
   *
   * @param then gets the answer, or why there is none, on the event thread; both are null where
   *     there is no session
   */
  public <T> void ask(
      Function<SegmentationSession, T> question,
      BiConsumer<@Nullable T, @Nullable Throwable> then) {
    enqueue(
        () -> {
          SegmentationSession now = session;
          if (now == null) {
            post(() -> then.accept(null, null));
          } else {
            answer(() -> question.apply(now), then);
          }
        });
  }

  private static <T> void answer(
      Supplier<T> question, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    T answer = null;
    Throwable fault = null;
    try {
      answer = question.get();
    } catch (RuntimeException e) {
      fault = e;
    }
    T told = answer;
    Throwable why = fault;
    post(() -> then.accept(told, why));
  }

  private void enqueue(Runnable task) {
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException | OutOfMemoryError e) {
              if (!engine.isCompletedExceptionally()) {
                String reason = e.getMessage() == null ? e.toString() : e.getMessage();
                post(() -> events.failed(reason));
              }
            }
            tellState();
          });
    } catch (RejectedExecutionException e) {
      // The window is closing.
    }
  }

  /** Tells the new state, unless more steps are waiting: the last of them will. */
  private void tellState() {
    SegmentationSession now = session;
    if (now != null && thread.getQueue().isEmpty()) {
      try {
        SessionSnapshot snapshot = SessionSnapshot.of(now);
        post(() -> events.changed(snapshot));
      } catch (IllegalStateException e) {
        // Closed meanwhile.
      }
    }
  }

  private void closeSession() {
    SegmentationSession now = session;
    session = null;
    if (now != null) {
      now.close();
    }
  }

  /** Stops what runs, then closes session and engine; returns before that is done. */
  @Override
  public void close() {
    interrupted = true;
    stopPropagation();
    thread.getQueue().clear();
    try {
      thread.execute(
          () -> {
            closeSession();
            if (engine.isDone() && !engine.isCompletedExceptionally()) {
              engine.join().close();
            }
          });
    } catch (RejectedExecutionException e) {
      return;
    }
    thread.shutdown();
  }

  /** Waits until all is closed; for programs that end. Not on the event thread. */
  public void awaitClosed() throws InterruptedException {
    thread.awaitTermination(1, TimeUnit.MINUTES);
  }

  /** Brings what a propagation tells to the event thread. */
  private final class Reporter implements SegmentationListener {
    @Override
    public void progress(double fraction, double secondsLeft) {
      post(() -> events.progressed(fraction, secondsLeft));
    }

    @Override
    public void saveFailed(Path file, Mem3dException reason) {
      post(() -> events.failed(String.valueOf(reason.getMessage())));
    }

    @Override
    public void slicePredicted(int object, Axis axis, int slice, SliceMask mask) {
      post(() -> events.slicePredicted(object, axis, slice, mask));
    }
  }
}
