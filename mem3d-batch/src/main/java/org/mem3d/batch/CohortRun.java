package org.mem3d.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Does the jobs of a manifest on this machine, several at a time. Used once. */
public final class CohortRun {
  private final JobRunner runner;
  private final CohortListener listener;
  private final Object lock = new Object();
  private final long begin = System.nanoTime();
  private int finished;
  private int kept;
  private int failed;

  /** Makes a run; the caller keeps the runner's engines open until it has ended. */
  public CohortRun(JobRunner runner, CohortListener listener) {
    this.runner = runner;
    this.listener = listener;
  }

  /**
   * Does all jobs that were not done before. A job that fails keeps no other from being done.
   *
   * @param threads how many jobs run at the same time at most
   * @return the outcomes, in the order of the manifest
   * @throws org.mem3d.Mem3dException if the engine of the cohort cannot be opened
   * @throws InterruptedException if the thread is interrupted; jobs that run are interrupted where
   *     they wait, and none begins any more
   */
  public List<JobOutcome> run(Manifest manifest, int threads) throws InterruptedException {
    List<Job> jobs = manifest.jobs();
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "mem3d-job");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<JobOutcome>> futures = new ArrayList<>();
      for (Job job : jobs) {
        futures.add(workers.submit(() -> told(runner.run(job), jobs.size(), threads)));
      }
      List<JobOutcome> outcomes = new ArrayList<>();
      for (Future<JobOutcome> future : futures) {
        outcomes.add(outcome(future));
      }
      return outcomes;
    } finally {
      workers.shutdownNow();
    }
  }

  /** What no job is to blame for, such as a missing class, ends the run. */
  private static JobOutcome outcome(Future<JobOutcome> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (cause instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException("a job ended without an outcome", cause);
    }
  }

  private JobOutcome told(JobOutcome outcome, int total, int threads) {
    synchronized (lock) {
      finished++;
      kept += outcome.kept() ? 1 : 0;
      failed += outcome.record() == null ? 1 : 0;
      listener.finished(
          outcome,
          new CohortListener.Progress(finished, kept, failed, total, left(total, threads)));
    }
    return outcome;
  }

  private @Nullable Duration left(int total, int threads) {
    int computed = finished - kept - failed;
    if (computed < threads && finished < total) {
      // The first ones load classes and compile; and nothing was computed of a cohort that is done.
      return null;
    }
    long each = computed == 0 ? 0 : (System.nanoTime() - begin) / computed;
    return Duration.ofNanos(each * (total - finished));
  }
}
