package org.mem3d.core.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mem3d.PropagationCancelledException;
import org.mem3d.PropagationReport;

/**
 * A propagation that runs on an executor. Unless others complete it, as by {@link #orTimeout}, it
 * is done only when nothing works on the session any more. Waits for nothing and holds no lock.
 */
final class PropagationFuture extends CompletableFuture<PropagationReport> implements Runnable {
  private enum Stage {
    WAITING,
    RUNNING,
    OVER
  }

  private final Supplier<PropagationReport> work;
  private final BooleanSupplier stop;
  private final Runnable ended;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

  /**
   * Makes a future, to be run once.
   *
   * @param stop asks the work to stop soon, and tells whether it will
   * @param ended called once when the work is over, before the future is done
   */
  PropagationFuture(Supplier<PropagationReport> work, BooleanSupplier stop, Runnable ended) {
    this.work = work;
    this.stop = stop;
    this.ended = ended;
  }

  @Override
  public void run() {
    if (!stage.compareAndSet(Stage.WAITING, Stage.RUNNING)) {
      return;
    }
    try {
      PropagationReport report = work.get();
      end();
      super.complete(report);
    } catch (RuntimeException | Error e) {
      end();
      super.completeExceptionally(e);
    }
  }

  /** Gives the session back: later it may be at work for another future. */
  private void end() {
    stage.set(Stage.OVER);
    ended.run();
  }

  /** Lets work that waits for its turn never begin; returns whether it waited. */
  private boolean drop() {
    boolean waited = stage.compareAndSet(Stage.WAITING, Stage.OVER);
    if (waited) {
      ended.run();
    }
    return waited;
  }

  /** Stops what waits or runs; returns whether it will not happen. */
  private boolean halt() {
    return drop() || (stage.get() == Stage.RUNNING && stop.getAsBoolean());
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
    if (drop()) {
      return super.completeExceptionally(
          new PropagationCancelledException("the propagation was cancelled before it began"));
    }
    return stage.get() == Stage.RUNNING && stop.getAsBoolean();
  }
}
