package org.mem3d.backend.onednn;

import java.util.Arrays;

/** How long each step took in the last runs: what a profiled graph notes while it runs. */
final class StepTimes {
  /** How many runs are kept; older ones are overwritten. */
  private static final int KEPT = 64;

  private final long[][] nanos;
  private int runs;

  StepTimes(int steps) {
    nanos = new long[steps][KEPT];
  }

  /** Runs all steps and notes their times. */
  void run(Step[] steps) {
    int place = runs % KEPT;
    long before = System.nanoTime();
    for (int i = 0; i < steps.length; i++) {
      steps[i].run();
      long after = System.nanoTime();
      nanos[i][place] = after - before;
      before = after;
    }
    runs++;
  }

  /** Returns how many of the runs are kept. */
  int runs() {
    return Math.min(runs, KEPT);
  }

  /** Returns the median time of a step over the runs that are kept, in seconds. */
  double median(int step) {
    if (runs == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos[step], runs());
    Arrays.sort(sorted);
    return sorted[sorted.length / 2] / 1e9;
  }
}
