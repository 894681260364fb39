package org.mem3d.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mem3d.graph.Node;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.runtime.pass.BoundGraph;
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

/**
 * One operation of a network as a graph of its own, on any backend. What a backend spends on
 * bringing inputs into its own layout and outputs out of it is in the time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class OpBenchmark {
  /** The backend's name. */
  @Param("onednn")
  public String backend = "onednn";

  /** {@code f32} or {@code bf16}. */
  @Param("f32")
  public String precision = "f32";

  /** How many slices at once. */
  @Param("2")
  public int batch = 2;

  /**
   * The graph's name, a slash, and the node's name after the engine's passes; of a published
   * network as {@code mem3d-saq/segment/Decoder.pred2}.
   */
  @Param({"encode/encoder.lateral", "encode/key", "memorise/value.out"})
  public String node = "memorise/value.out";

  private Backend opened;
  private GraphExecution execution;

  /** Compiles the operation. */
  @Setup(Level.Trial)
  public void open() {
    int slash = node.lastIndexOf('/');
    BoundGraph passed = NetworkGraph.of(node.substring(0, slash), batch).passed();
    Node wanted = passed.graph().node(node.substring(slash + 1));
    BoundGraph alone = NetworkGraph.alone(wanted, passed.weights());
    opened =
        BackendRegistry.load(OpBenchmark.class.getClassLoader())
            .open(backend, new BackendOptions(0, Map.of()));
    execution =
        new GraphExecution(opened, alone.graph(), alone.weights(), Precisions.options(precision));
    RandomInputs.fill(execution, 1);
  }

  /** Runs it once. */
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
