package org.mem3d.runtime.reference;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a backend. {@link #run} spreads numbered tasks over them, the caller being one of
 * them; nothing is allocated by it. Callers take turns.
 */
final class Workers implements AutoCloseable {
  /** Work that is cut into numbered tasks, each independent of the others. */
  interface Tasks {
    /**
     * Does one task.
     *
     * @param worker number of the thread that does it, from 0 on
     * @param scratch that thread's own working memory
     */
    void run(int task, int worker, MatrixProduct.Scratch scratch);
  }

  /** How often a worker looks for the next job before it sleeps. */
  private static final int SPINS = 2000;

  private final Object lock = new Object();
  private final Object turn = new Object();
  private final MatrixProduct.Scratch[] scratch;
  private final AtomicInteger next = new AtomicInteger();
  private volatile int job;
  private volatile boolean closed;
  private volatile @Nullable Tasks tasks;
  private volatile int count;
  private boolean open;
  private int active;
  private @Nullable Throwable failure;

  Workers(int threads) {
    scratch = new MatrixProduct.Scratch[threads];
    for (int worker = 0; worker < threads; worker++) {
      scratch[worker] = new MatrixProduct.Scratch();
    }
    for (int worker = 1; worker < threads; worker++) {
      int number = worker;
      Thread thread = new Thread(() -> work(number), "mem3d-reference-" + number);
      thread.setDaemon(true);
      thread.start();
    }
  }

  int threads() {
    return scratch.length;
  }

  /** Does tasks 0 to {@code count - 1} and returns when all are done. */
  void run(int count, Tasks tasks) {
    synchronized (turn) {
      if (count == 1 || scratch.length == 1) {
        for (int task = 0; task < count; task++) {
          tasks.run(task, 0, scratch[0]);
        }
        return;
      }
      synchronized (lock) {
        this.tasks = tasks;
        this.count = count;
        next.set(0);
        open = true;
        failure = null;
        job++;
        lock.notifyAll();
      }
      drain(0);
      Throwable thrown = finish();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown != null) {
        throw new IllegalStateException("a task of the reference backend failed", thrown);
      }
    }
  }

  /** Waits for those workers that took part; late ones find the job closed. */
  private @Nullable Throwable finish() {
    boolean interrupted = false;
    Throwable thrown;
    synchronized (lock) {
      open = false;
      while (active > 0) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      thrown = failure;
      tasks = null;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return thrown;
  }

  private void work(int worker) {
    int seen = 0;
    while (true) {
      for (int spin = 0; spin < SPINS && job == seen && !closed; spin++) {
        Thread.onSpinWait();
      }
      synchronized (lock) {
        while (!closed && (!open || job == seen)) {
          try {
            lock.wait();
          } catch (InterruptedException e) {
            return;
          }
        }
        if (closed) {
          return;
        }
        seen = job;
        active++;
      }
      drain(worker);
      synchronized (lock) {
        active--;
        lock.notifyAll();
      }
    }
  }

  private void drain(int worker) {
    Tasks current = tasks;
    try {
      for (int task = next.getAndIncrement();
          current != null && task < count;
          task = next.getAndIncrement()) {
        current.run(task, worker, scratch[worker]);
      }
    } catch (RuntimeException | Error e) {
      synchronized (lock) {
        failure = e;
      }
      next.set(Integer.MAX_VALUE / 2);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
  }
}
