package org.mem3d.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;
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
 * The memory read alone: affinity of every position of the slice with every position of the bank,
 * softmax, weighted mean; exact, or of the k most similar positions. The same operations as in the
 * memory network, the similarity that the quality head sees included.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ReadBenchmark {
  private static final float TEMPERATURE = 15;

  /** The backend's name. */
  @Param("onednn")
  public String backend = "onednn";

  /** {@code f32} or {@code bf16}. */
  @Param("f32")
  public String precision = "f32";

  /** Slices in the bank, 256 positions each. */
  @Param({"1", "2", "4", "8", "16", "32", "64"})
  public int slots = 8;

  /** How many positions are read; 0 for all. */
  @Param({"0", "50"})
  public int topK;

  /** How many chains read at once, each from a bank of its own. */
  @Param("2")
  public int batch = 2;

  private Backend opened;
  private GraphExecution execution;

  /** Returns the read as a graph. */
  static TensorGraph graph(int batch, int slots, int topK) {
    GraphBuilder g = new GraphBuilder("read");
    int memory = slots * MemoryNetwork.POSITIONS;
    Node key = g.input("key", batch, MemoryNetwork.POSITIONS, MemoryNetwork.KEY);
    Node bankKeys = g.input("bank.keys", batch, memory, MemoryNetwork.KEY);
    Node bankValues = g.input("bank.values", batch, memory, MemoryNetwork.VALUE);
    Node queryPosition = g.input("query.position", batch, MemoryNetwork.POSITIONS, 4);
    Node bankPosition = g.input("bank.position", batch, 4, memory);
    Node cosine = g.matmul(key, bankKeys, false, true);
    Node place = g.matmul(queryPosition, bankPosition, false, false);
    Node affinity = g.add(g.affine(cosine, TEMPERATURE, 0), place);
    Node read = topK == 0 ? affinity : g.add(new Op.TopK(topK), affinity);
    Node weight = g.add(new Op.Softmax(2), read);
    return g.output("readout", g.matmul(weight, bankValues, false, false))
        .output("similarity", g.reduce(cosine, Op.Reduction.MAX, 2))
        .build();
  }

  /** Returns the bytes of the banks. */
  static long bankBytes(int batch, int slots) {
    long positions = (long) batch * slots * MemoryNetwork.POSITIONS;
    return positions * (MemoryNetwork.KEY + MemoryNetwork.VALUE) * Float.BYTES;
  }

  /** Compiles the read. */
  @Setup(Level.Trial)
  public void open() {
    opened =
        BackendRegistry.load(ReadBenchmark.class.getClassLoader())
            .open(backend, new BackendOptions(0, Map.of()));
    BoundGraph bound = new BoundGraph(graph(batch, slots, topK), new MapWeights());
    execution =
        new GraphExecution(opened, bound.graph(), bound.weights(), Precisions.options(precision));
    RandomInputs.fill(execution, 1);
  }

  /** Reads once. */
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
