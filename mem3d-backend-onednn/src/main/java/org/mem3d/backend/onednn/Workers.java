package org.mem3d.backend.onednn;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what is computed in Java. Each takes the next task when it is free, so that a core
 * which is busy otherwise, as with OpenMP's threads that wait for work, delays nobody. Idle threads
 * end after a while. Used by several graphs at once.
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

  private final int count;
  private final ExecutorService threads;

  Workers(int count) {
    this.count = count;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            Math.max(1, count - 1),
            Math.max(1, count - 1),
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            runnable -> {
              Thread thread = new Thread(runnable, "mem3d-onednn");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  /** Returns how many threads work, the caller's being one. */
  int count() {
    return count;
  }

  /** Does tasks 0 to {@code tasks - 1}, in any order, and returns when all are done. */
  void run(int tasks, Task task) {
    AtomicInteger next = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(count - 1);
    for (int worker = 1; worker < count; worker++) {
      int number = worker;
      threads.execute(
          () -> {
            try {
              drain(next, tasks, task, number);
            } finally {
              done.countDown();
            }
          });
    }
    drain(next, tasks, task, 0);
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

  private static void drain(AtomicInteger next, int tasks, Task task, int worker) {
    for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
      task.run(i, worker);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
