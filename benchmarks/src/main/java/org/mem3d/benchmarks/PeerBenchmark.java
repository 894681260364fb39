package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.mem3d.graph.DType;
import org.mem3d.onnx.runtime.OnnxRuntimeProvider;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.BackendProvider;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.GraphExecution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Networks on our fastest backend, on every other backend of the class path, and in ONNX Runtime,
 * which gets them as exported models. They take turns of a few runs in one process. The same
 * inputs, the same number of threads; outputs are compared.
 */
@Command(
    name = "peer",
    description = "The same networks in other runtimes: ONNX Runtime and every other backend.")
final class PeerBenchmark implements Callable<Integer> {
  private static final long SEED = 3;

  /** Runs of a turn that do not count, and those that do. */
  private static final int UNCOUNTED = 3;

  private static final int COUNTED = 5;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RunOptions runOptions = new RunOptions();
  @Mixin private NetworkOption network = new NetworkOption();

  @Option(
      names = "--batch",
      paramLabel = "N,..",
      split = ",",
      defaultValue = "1,4",
      description = "Batch sizes; default 1,4.")
  private int[] batches = {1, 4};

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "40",
      description = "How often each runtime runs each graph; default 40.")
  private int runs = 40;

  @Option(
      names = "--spinning",
      description = "Let ONNX Runtime's threads wait for each other spinning.")
  private boolean spinning;

  @Option(names = "--reference", description = "Measure the backend reference too.")
  private boolean reference;

  @Option(
      names = "--runtimes",
      paramLabel = "NAME,..",
      split = ",",
      description = "Measure these alone, as onednn,torch,onnxruntime. Default: all.")
  private List<String> runtimes = new ArrayList<>();

  @Option(
      names = "--precision",
      paramLabel = "NAME,..",
      split = ",",
      defaultValue = "f32,bf16,int8",
      description =
          "f32, bf16, int8, f16, several with commas (default f32,bf16,int8) where a backend has"
              + " them; torch emulates bf16.")
  private List<String> precisions = List.of("f32", "bf16", "int8");

  /**
   * What was measured, as it stands in the JSON. Immutable.
   *
   * @param millis median of a run
   * @param gflops of it, as billions of floating-point operations a second
   * @param oursFloat32Faster millis over those of our fastest backend in float32
   * @param oursBfloat16Faster millis over those of the same in bfloat16; 0 if it has none
   * @param oursInt8Faster millis over those of the same in 8 bits; 0 if it has none
   * @param error relative L2 difference of the outputs, the largest, from ours in float32
   */
  record PeerResult(
      String benchmark,
      String network,
      int batch,
      String runtime,
      String version,
      String precision,
      double millis,
      double gflops,
      double oursFloat32Faster,
      double oursBfloat16Faster,
      double oursInt8Faster,
      double error,
      int threads) {
    /** Returns the same beside other times of ours. */
    PeerResult over(double oursFloat32, double oursBfloat16, double oursInt8) {
      return new PeerResult(
          benchmark,
          network,
          batch,
          runtime,
          version,
          precision,
          millis,
          gflops,
          millis / oursFloat32,
          millis / oursBfloat16,
          millis / oursInt8,
          error,
          threads);
    }
  }

  /** A backend at a precision. */
  private record Contestant(Backend backend, DType precision, boolean takesPassed) {
    String precisionName() {
      return Precisions.name(precision);
    }
  }

  @Override
  public Integer call() throws IOException {
    Json.require(runOptions.json());
    PrintWriter out = spec.commandLine().getOut();
    List<Backend> backends = open();
    try {
      List<PeerResult> results = new ArrayList<>();
      for (int batch : batches) {
        List<PeerResult> graphs = new ArrayList<>();
        for (String name : network.graphs()) {
          graphs.addAll(measure(NetworkGraph.of(name, batch), backends));
        }
        results.addAll(graphs);
        results.addAll(SliceSums.of(graphs));
      }
      print(results, out);
      Json.write(runOptions.json(), results);
    } finally {
      backends.forEach(Backend::close);
    }
    return 0;
  }

  /** Opens what is available, the fastest of ours first. */
  private List<Backend> open() {
    int count =
        runOptions.threads() == 0
            ? Runtime.getRuntime().availableProcessors()
            : runOptions.threads();
    List<Backend> opened = new ArrayList<>();
    List<BackendProvider> providers =
        new ArrayList<>(BackendRegistry.load(PeerBenchmark.class.getClassLoader()).providers());
    providers.removeIf(provider -> provider.name().equals("reference") && !reference);
    for (BackendProvider provider : providers) {
      open(provider, new BackendOptions(count, Map.of()), opened);
    }
    Map<String, String> waiting = Map.of("spinning", String.valueOf(spinning));
    open(new OnnxRuntimeProvider(), new BackendOptions(count, waiting), opened);
    return opened;
  }

  private void open(BackendProvider provider, BackendOptions options, List<Backend> opened) {
    if (!runtimes.isEmpty() && !runtimes.contains(provider.name())) {
      return;
    }
    try {
      opened.add(provider.open(options));
    } catch (BackendException e) {
      spec.commandLine().getErr().println(provider.name() + " left out: " + e.getMessage());
    }
  }

  private List<PeerResult> measure(NetworkGraph network, List<Backend> backends) {
    BoundGraph passed = network.passed();
    List<Contestant> contestants = new ArrayList<>();
    for (Backend backend : backends) {
      boolean ours = !backend.describe().name().equals(new OnnxRuntimeProvider().name());
      for (DType precision : precisions()) {
        boolean able =
            passed.graph().nodes().stream().allMatch(node -> backend.supports(node, precision));
        if (able) {
          contestants.add(new Contestant(backend, precision, ours));
        }
      }
    }
    List<GraphExecution> executions = new ArrayList<>();
    try {
      for (Contestant each : contestants) {
        // Another runtime gets the graph as it was built: fusing is its own affair.
        BoundGraph bound = each.takesPassed ? passed : network.bound();
        CompileOptions options =
            new CompileOptions(each.precision).withInputRanges(network.ranges());
        GraphExecution execution =
            new GraphExecution(each.backend, bound.graph(), bound.weights(), options);
        executions.add(execution);
        RandomInputs.fill(execution, SEED);
      }
      return results(network, contestants, times(executions), errors(executions));
    } finally {
      executions.forEach(GraphExecution::close);
    }
  }

  private List<DType> precisions() {
    return precisions.stream()
        .map(name -> Precisions.options(name).precision())
        .sorted(Comparator.comparingInt(precision -> precision == DType.F32 ? 0 : 1))
        .toList();
  }

  private List<List<Double>> times(List<GraphExecution> executions) {
    List<List<Double>> times = new ArrayList<>();
    executions.forEach(execution -> times.add(new ArrayList<>()));
    int turns = 1 + (runs + COUNTED - 1) / COUNTED;
    for (int turn = 0; turn < turns; turn++) {
      for (int i = 0; i < executions.size(); i++) {
        for (int run = 0; run < UNCOUNTED + COUNTED; run++) {
          long start = System.nanoTime();
          executions.get(i).run();
          double millis = (System.nanoTime() - start) / 1e6;
          // The first turn warms up; the first runs of a turn find the other runtime's data in the
          // caches and its threads on the cores.
          if (turn > 0 && run >= UNCOUNTED) {
            times.get(i).add(millis);
          }
        }
      }
    }
    return times;
  }

  private static List<Double> errors(List<GraphExecution> executions) {
    Map<String, float[]> expected = executions.get(0).read();
    return executions.stream().map(execution -> error(expected, execution.read())).toList();
  }

  private static double error(Map<String, float[]> expected, Map<String, float[]> actual) {
    double largest = 0;
    for (Map.Entry<String, float[]> entry : expected.entrySet()) {
      float[] other = Objects.requireNonNull(actual.get(entry.getKey()));
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < other.length; i++) {
        difference += Math.pow(other[i] - entry.getValue()[i], 2);
        norm += Math.pow(entry.getValue()[i], 2);
      }
      largest = Math.max(largest, Math.sqrt(difference / norm));
    }
    return largest;
  }

  private static List<PeerResult> results(
      NetworkGraph network,
      List<Contestant> contestants,
      List<List<Double>> times,
      List<Double> errors) {
    double ours = Statistics.median(times.get(0));
    double oursHalf = ours(DType.BF16, contestants, times);
    double oursInt8 = ours(DType.I8, contestants, times);
    List<PeerResult> results = new ArrayList<>();
    for (int i = 0; i < contestants.size(); i++) {
      Contestant each = contestants.get(i);
      double millis = Statistics.median(times.get(i));
      results.add(
          new PeerResult(
              "peer",
              network.name(),
              network.batch(),
              each.backend.describe().name(),
              each.backend.describe().version(),
              each.precisionName(),
              millis,
              network.flops() / millis / 1e6,
              millis / ours,
              millis / oursHalf,
              millis / oursInt8,
              errors.get(i),
              each.backend.describe().threads()));
    }
    return results;
  }

  /** Returns the time of the first backend in a precision; infinite if it does not have it. */
  private static double ours(
      DType precision, List<Contestant> contestants, List<List<Double>> times) {
    for (int i = 0; i < contestants.size(); i++) {
      Contestant each = contestants.get(i);
      if (each.precision == precision && each.backend == contestants.get(0).backend) {
        return Statistics.median(times.get(i));
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static void print(List<PeerResult> results, PrintWriter out) {
    Table table =
        new Table(
            "network",
            "batch",
            "runtime",
            "precision",
            "ms",
            "GFLOP/s",
            "over ours f32",
            "over ours bf16",
            "over ours int8",
            "error");
    for (PeerResult each : results) {
      table.add(
          each.network(),
          String.valueOf(each.batch()),
          each.runtime(),
          each.precision(),
          String.format(Locale.ROOT, "%.2f", each.millis()),
          String.format(Locale.ROOT, "%.0f", each.gflops()),
          String.format(Locale.ROOT, "%.2fx", each.oursFloat32Faster()),
          String.format(Locale.ROOT, "%.2fx", each.oursBfloat16Faster()),
          String.format(Locale.ROOT, "%.2fx", each.oursInt8Faster()),
          String.format(Locale.ROOT, "%.1e", each.error()));
    }
    table.print(out);
  }
}
