package org.mem3d.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.GraphExecution;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One graph of a network, as the engine has it compiled: what a slice costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class SliceBenchmark {
  /** The backend's name. */
  @Param("onednn")
  public String backend = "onednn";

  /** {@code f32} or {@code bf16}. */
  @Param({"f32", "bf16"})
  public String precision = "f32";

  /** The graph's name; of a published network as {@code mem3d-saq/segment}. */
  @Param({"interaction", "encode", "memorise", "segment"})
  public String network = "encode";

  /** How many slices at once. */
  @Param({"1", "2", "8"})
  public int batch = 1;

  private Backend opened;
  private GraphExecution execution;

  /** Compiles the graph. */
  @Setup(Level.Trial)
  public void open() {
    opened =
        BackendRegistry.load(SliceBenchmark.class.getClassLoader())
            .open(backend, new BackendOptions(0, Map.of()));
    NetworkGraph graph = NetworkGraph.of(network, batch);
    execution =
        new GraphExecution(
            opened,
            graph.passed().graph(),
            graph.passed().weights(),
            graph.options(opened, Precisions.options(precision)));
    RandomInputs.fill(execution, 1);
  }

  /** Computes the batch. */
  @Benchmark
  public void run() {
    execution.run();
  }

  /** Releases everything. */
  @TearDown(Level.Trial)
  public void close() {
    execution.close();
    opened.close();
  }
}
