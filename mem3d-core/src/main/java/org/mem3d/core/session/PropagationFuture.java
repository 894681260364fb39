package org.mem3d.core.session;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.mem3d.PropagationCancelledException;
import org.mem3d.PropagationReport;

/**
 * A propagation that runs on an executor. It is done only when nothing works on the session any
 * more: {@link #cancel} waits for the piece of work at hand.
 */
final class PropagationFuture extends CompletableFuture<PropagationReport> implements Runnable {
  private final Supplier<PropagationReport> work;
  private final Runnable stop;
  private final Runnable ended;
  private final Object running = new Object();
  private volatile boolean cancelling;

  /**
   * Makes a future, to be run once.
   *
   * @param stop asks the work to stop soon
   * @param ended called once or more when the work is over, before the future is done
   */
  PropagationFuture(Supplier<PropagationReport> work, Runnable stop, Runnable ended) {
    this.work = work;
    this.stop = stop;
    this.ended = ended;
  }

  @Override
  public void run() {
    synchronized (running) {
      if (isDone()) {
        return;
      }
      try {
        PropagationReport report = work.get();
        ended.run();
        complete(report);
      } catch (RuntimeException | Error e) {
        ended.run();
        if (!(cancelling && e instanceof PropagationCancelledException)) {
          completeExceptionally(e);
        }
      }
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return isCancelled();
    }
    cancelling = true;
    stop.run();
    synchronized (running) {
      if (!isDone()) {
        ended.run();
      }
      return super.cancel(mayInterruptIfRunning);
    }
  }
}
