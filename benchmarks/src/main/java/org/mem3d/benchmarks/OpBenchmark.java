package org.mem3d.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mem3d.core.backend.BackendRegistry;
import org.mem3d.core.pass.BoundGraph;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendOptions;
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
  private Execution execution;

  /** Compiles the operation. */
  @Setup(Level.Trial)
  public void open() {
    int slash = node.lastIndexOf('/');
    BoundGraph passed = NetworkGraph.of(node.substring(0, slash), batch).passed();
    Node wanted = passed.graph().node(node.substring(slash + 1));
    opened =
        BackendRegistry.load(OpBenchmark.class.getClassLoader())
            .open(backend, new BackendOptions(0, Map.of()));
    execution = new Execution(opened, alone(wanted, passed), Precisions.options(precision));
    execution.fill(1);
  }

  /** Returns a graph of one node: its parameters stay parameters, its other inputs are inputs. */
  private static BoundGraph alone(Node wanted, BoundGraph whole) {
    GraphBuilder g = new GraphBuilder(wanted.name());
    Map<Node, Node> copies = new LinkedHashMap<>();
    for (Node input : wanted.inputs()) {
      int[] dims = input.shape().dims();
      boolean parameter = input.op() instanceof Op.Parameter;
      copies.computeIfAbsent(
          input, key -> parameter ? g.parameter(key.name(), dims) : g.input(key.name(), dims));
    }
    List<Node> inputs = wanted.inputs().stream().map(copies::get).toList();
    Node result = g.add("(result)", wanted.op(), inputs);
    return new BoundGraph(g.output("y", result).build(), whole.weights());
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
