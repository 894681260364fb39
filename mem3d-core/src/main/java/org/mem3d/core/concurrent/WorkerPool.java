package org.mem3d.core.concurrent;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads for independent pieces of work. The calling thread is one of them, so a
 * pool of {@code n} threads starts at most {@code n - 1} of its own, when there is work for them;
 * they are daemons, have no context class loader, and end when they were idle for a while or the
 * pool is closed. Thread-safe; several callers share the pool's threads.
 *
 * <p>A piece of work may itself call {@link #run}: the caller takes every piece that no other
 * thread has taken, and waits only for pieces that are being worked on, so nested calls end.
 */
public final class WorkerPool implements AutoCloseable {
  /** Runs everything on the calling thread; need not be closed. */
  public static final WorkerPool CALLING_THREAD = new WorkerPool(1);

  private static final long IDLE_SECONDS = 10;
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final int threads;
  private final @Nullable ThreadPoolExecutor executor;

  /**
   * Makes a pool; no thread is started yet.
   *
   * @param threads how many may compute at once for one caller, the caller included; 0 means as
   *     many as there are processors
   * @throws IllegalArgumentException if negative
   */
  public WorkerPool(int threads) {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must be 0 (all cores) or more, not " + threads);
    }
    this.threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    this.executor = this.threads == 1 ? null : executor(this.threads - 1);
  }

  private static ThreadPoolExecutor executor(int own) {
    String name = "mem3d-engine-" + POOLS.incrementAndGet() + "-";
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            own,
            own,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              // Nothing of the thread that happens to call first is inherited.
              Thread thread = new Thread(null, task, name + number.incrementAndGet(), 0, false);
              thread.setDaemon(true);
              thread.setContextClassLoader(null);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Returns how many threads may compute at once for one caller, the caller included. */
  public int threads() {
    return threads;
  }

  /** Returns how many threads of its own the pool has now. */
  public int running() {
    return executor == null ? 0 : executor.getPoolSize();
  }

  /**
   * Does work for 0 to {@code count - 1}, each once, in any order, and returns when all of it is
   * over. Once a piece has thrown, none is begun any more; of those that threw, what the one of the
   * lowest number threw is thrown on, as it is. On a closed pool everything runs on the calling
   * thread.
   */
  public void run(int count, IntConsumer work) {
    if (executor == null || count < 2) {
      for (int i = 0; i < count; i++) {
        work.accept(i);
      }
      return;
    }
    Job job = new Job(count, work);
    try {
      for (int helpers = Math.min(threads, count) - 1; helpers > 0; helpers--) {
        executor.execute(job);
      }
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // Closed, or no memory for another thread: those that came, or the caller alone, do it.
    }
    job.run();
    job.finish();
  }

  /** Ends the pool's threads: those that work on something end after it. Harmless when repeated. */
  @Override
  public void close() {
    if (executor != null) {
      executor.shutdown();
    }
  }

  /** Numbered pieces of work, taken by the threads that come. */
  private static final class Job implements Runnable {
    private final int count;
    private final AtomicInteger next = new AtomicInteger();
    private volatile @Nullable IntConsumer work;
    private int active;
    private int failed = Integer.MAX_VALUE;
    private @Nullable Throwable failure;

    Job(int count, IntConsumer work) {
      this.count = count;
      this.work = work;
    }

    @Override
    public void run() {
      IntConsumer mine = enter();
      if (mine == null) {
        return;
      }
      try {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          try {
            mine.accept(i);
          } catch (Throwable e) {
            fail(i, e);
            return;
          }
        }
      } finally {
        leave();
      }
    }

    /** Returns the work, or null to a thread that comes when it is over. */
    private synchronized @Nullable IntConsumer enter() {
      if (work != null) {
        active++;
      }
      return work;
    }

    private synchronized void leave() {
      active--;
      if (active == 0) {
        notifyAll();
      }
    }

    private synchronized void fail(int piece, Throwable thrown) {
      // Pieces are taken in order: all lower ones are under way, and the lowest failure is known
      // when these are over.
      next.set(count);
      if (piece < failed) {
        failed = piece;
        failure = thrown;
      }
    }

    /** Waits for the pieces that others took, and throws on what the first of all threw. */
    void finish() {
      boolean interrupted = false;
      Throwable thrown;
      synchronized (this) {
        // Threads that come late find nothing, and hold nothing of the work.
        work = null;
        while (active > 0) {
          try {
            wait();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
        thrown = failure;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (thrown != null) {
        WorkerPool.<RuntimeException>rethrow(thrown);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
