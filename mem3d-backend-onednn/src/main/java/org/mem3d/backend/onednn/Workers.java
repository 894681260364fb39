package org.mem3d.backend.onednn;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that each work on a piece of their own, where the library would have all threads work on
 * the same piece and wait for each other after each operation. In a task the library computes on
 * the task's thread alone.
 *
 * <p>Each thread takes the next task when it is free, so that a core which is busy otherwise, as
 * with OpenMP's threads that wait for work, delays no one else for long. Idle threads end after a
 * while. Used by several graphs at once.
 */
final class Workers implements AutoCloseable {
  /** What is done in parallel. */
  interface Task {
    /**
     * Does one task.
     *
     * @param worker number of the thread, from 0 up to {@link Workers#count()}
     */
    void run(int task, int worker);
  }

  private static final Address ONE = OpenMp.threads(1);
  private static final int IDLE_SECONDS = 10;

  private final int count;
  private final Address libraryThreads;
  private final ExecutorService threads;

  /**
   * @param count how many threads work, the caller's being one; where the library's own threads
   *     cannot be held back there is but one
   */
  Workers(int count) {
    this.count = OpenMp.settable() ? count : 1;
    this.libraryThreads = OpenMp.threads(count);
    int others = Math.max(1, this.count - 1);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            others,
            others,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Workers::thread);
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  private static Thread thread(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              OpenMp.apply(ONE);
              work.run();
            },
            "mem3d-onednn");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns how many threads work, the caller's being one. */
  int count() {
    return count;
  }

  /** Does something on the calling thread, with the library computing on that thread alone. */
  void alone(Runnable work) {
    OpenMp.apply(ONE);
    try {
      work.run();
    } finally {
      OpenMp.apply(libraryThreads);
    }
  }

  /**
   * Does tasks 0 to {@code tasks - 1}, in any order, and returns when all are done. What one
   * throws, errors included, is thrown here when the others have ended.
   */
  void run(int tasks, Task task) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    int others = Math.max(0, Math.min(count, tasks) - 1);
    CountDownLatch done = new CountDownLatch(others);
    int started = 0;
    try {
      for (int worker = 1; worker <= others; worker++) {
        int number = worker;
        threads.execute(
            () -> {
              drain(next, tasks, task, number, failure);
              done.countDown();
            });
        started++;
      }
    } catch (OutOfMemoryError e) {
      // No memory for another thread: those that came do the work.
      for (int missing = others - started; missing > 0; missing--) {
        done.countDown();
      }
    }
    alone(() -> drain(next, tasks, task, 0, failure));
    await(done);
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private static void drain(
      AtomicInteger next,
      int tasks,
      Task task,
      int worker,
      AtomicReference<@Nullable Throwable> failure) {
    try {
      for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
        task.run(i, worker);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Waits though interrupted, since the tasks write into memory that the caller may free. */
  private static void await(CountDownLatch done) {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
