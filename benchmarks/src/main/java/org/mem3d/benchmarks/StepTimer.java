package org.mem3d.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mem3d.graph.DType;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;

/**
 * Times the steps of graphs on a backend that was opened with profiling on. Immutable.
 *
 * @param backend stays the caller's
 * @param type what is computed in
 * @param runs of a graph at least, before its times are read
 */
record StepTimer(Backend backend, DType type, int runs) {
  private static final long SEED = 3;

  /** A graph of microseconds runs so long at least: one bad moment must not be all there is. */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * Returns what a graph's steps take.
   *
   * @throws BackendException if the backend does not tell
   */
  List<StepTime> steps(BoundGraph bound) {
    return steps(bound, new CompileOptions(type));
  }

  /**
   * Returns what the steps of a network's graph take, compiled as the engine does.
   *
   * @throws BackendException if the backend does not tell
   */
  List<StepTime> steps(NetworkGraph graph, BoundGraph passed) {
    return steps(passed, graph.options(backend, new CompileOptions(type)));
  }

  private List<StepTime> steps(BoundGraph bound, CompileOptions options) {
    try (GraphExecution execution =
        new GraphExecution(backend, bound.graph(), bound.weights(), options)) {
      RandomInputs.fill(execution, SEED);
      long begin = System.nanoTime();
      for (int run = 0; run < runs || System.nanoTime() - begin < LEAST_NANOS; run++) {
        execution.run();
      }
      List<StepTime> steps = StepTime.of(execution.compiled());
      if (steps.isEmpty()) {
        throw new BackendException(
            "backend " + backend.describe().name() + " does not tell the times of its steps");
      }
      return steps;
    }
  }
}
