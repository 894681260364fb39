package org.mem3d.core.session;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.mem3d.PropagationCancelledException;
import org.mem3d.PropagationReport;

/**
 * A propagation that runs on an executor. It is done only when nothing works on the session any
 * more: {@link #cancel} waits for the piece of work at hand. Completed by others, as by {@link
 * #orTimeout}, it stops the work too, but does not wait.
 */
final class PropagationFuture extends CompletableFuture<PropagationReport> implements Runnable {
  private final Supplier<PropagationReport> work;
  private final Runnable stop;
  private final Runnable ended;

  /** Held as long as the work runs. */
  private final Object running = new Object();

  /** Guards what follows, for moments only. */
  private final Object turn = new Object();

  private boolean begun;
  private boolean over;
  private volatile boolean cancelling;

  /**
   * Makes a future, to be run once.
   *
   * @param stop asks the work to stop soon
   * @param ended called once when the work is over, before the future is done
   */
  PropagationFuture(Supplier<PropagationReport> work, Runnable stop, Runnable ended) {
    this.work = work;
    this.stop = stop;
    this.ended = ended;
  }

  @Override
  public void run() {
    synchronized (running) {
      if (!begin()) {
        return;
      }
      try {
        PropagationReport report = work.get();
        end();
        complete(report);
      } catch (RuntimeException | Error e) {
        end();
        if (cancelling && e instanceof PropagationCancelledException) {
          super.cancel(true);
        } else {
          completeExceptionally(e);
        }
      }
    }
  }

  private boolean begin() {
    synchronized (turn) {
      begun = !over;
      return begun;
    }
  }

  /** Gives the session back, once: later it may be at work for another future. */
  private void end() {
    synchronized (turn) {
      if (!over) {
        over = true;
        ended.run();
      }
    }
  }

  /** Asks work that runs to stop, and lets work that waits for its turn never begin. */
  private void halt() {
    synchronized (turn) {
      if (!begun) {
        end();
      } else if (!over) {
        stop.run();
      }
    }
  }

  @Override
  public boolean complete(PropagationReport report) {
    halt();
    return super.complete(report);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    halt();
    return super.completeExceptionally(failure);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return isCancelled();
    }
    cancelling = true;
    halt();
    if (Thread.holdsLock(running)) {
      // Called by a listener: the work goes on to its next slice, and only then is this done.
      return false;
    }
    synchronized (running) {
      return super.cancel(mayInterruptIfRunning);
    }
  }
}
