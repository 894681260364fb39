package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mem3dException;
import org.mem3d.graph.TensorGraph;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a JMH benchmark over its parameters and prints one table. */
abstract class JmhTable implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--backend",
      paramLabel = "NAME,..",
      split = ",",
      defaultValue = "onednn",
      description = "Backends by name; default onednn.")
  private String[] backends = {"onednn"};

  @Option(
      names = "--precision",
      paramLabel = "NAME,..",
      split = ",",
      defaultValue = "f32",
      description = "f32 (default), bf16, or both as f32,bf16.")
  private String[] precisions = {"f32"};

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
  private @Nullable Path json;

  /**
   * What was measured, as it stands in the JSON. Immutable.
   *
   * @param parameters of the benchmark, by name
   * @param millis of one call, the mean
   * @param error half of the 99.9 % confidence interval of the mean, NaN if unknown
   * @param gflops billions of floating-point operations a second
   * @param allocatedBytes on the heap, by one call
   */
  record JmhResult(
      String benchmark,
      Map<String, String> parameters,
      double millis,
      double error,
      double gflops,
      double allocatedBytes) {}

  /** Returns the benchmark's class. */
  abstract Class<?> benchmark();

  /** Returns parameters of the benchmark's own to measure, beside its defaults, by name. */
  Map<String, String[]> parameters() {
    return Map.of();
  }

  /** Returns what the benchmark is called. */
  abstract String title();

  /** Returns the floating-point operations of one call with these parameters. */
  abstract long flops(BenchmarkParams parameters);

  @Override
  public Integer call() throws IOException {
    Json.require(json);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + benchmark().getName() + "\\.")
            .param("backend", backends)
            .param("precision", precisions)
            .addProfiler("gc")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters().forEach(options::param);
    Collection<RunResult> runs;
    try {
      runs = new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new Mem3dException(title() + " cannot be measured: " + e.getMessage(), e);
    }
    List<JmhResult> results = runs.stream().map(this::result).toList();
    print(results, spec.commandLine().getOut());
    Json.write(json, results);
    return 0;
  }

  private JmhResult result(RunResult run) {
    BenchmarkParams parameters = run.getParams();
    Map<String, String> named = new LinkedHashMap<>();
    parameters.getParamsKeys().forEach(key -> named.put(key, parameters.getParam(key)));
    double millis = run.getPrimaryResult().getScore();
    double error = run.getPrimaryResult().getScoreError();
    Result<?> allocated = run.getSecondaryResults().get("gc.alloc.rate.norm");
    return new JmhResult(
        title(),
        named,
        millis,
        Double.isNaN(error) ? 0 : error,
        flops(parameters) / millis / 1e6,
        allocated == null ? 0 : allocated.getScore());
  }

  private static void print(List<JmhResult> results, PrintWriter out) {
    List<String> titles = new ArrayList<>(results.get(0).parameters().keySet());
    titles.addAll(List.of("ms", "+-", "GFLOP/s", "heap B/call"));
    Table table = new Table(titles.toArray(new String[0]));
    for (JmhResult each : results) {
      List<String> cells = new ArrayList<>(each.parameters().values());
      cells.add(String.format(Locale.ROOT, "%.3f", each.millis()));
      cells.add(String.format(Locale.ROOT, "%.3f", each.error()));
      cells.add(String.format(Locale.ROOT, "%.0f", each.gflops()));
      cells.add(String.format(Locale.ROOT, "%.0f", each.allocatedBytes()));
      table.add(cells.toArray(new String[0]));
    }
    table.print(out);
  }

  /** The memory read. */
  @Command(
      name = "read",
      description = "The memory read: banks of 1 to 64 slices, exact and top-k.")
  static final class Read extends JmhTable {
    @Override
    Class<?> benchmark() {
      return ReadBenchmark.class;
    }

    @Override
    String title() {
      return "read";
    }

    @Override
    long flops(BenchmarkParams parameters) {
      TensorGraph graph =
          ReadBenchmark.graph(
              Integer.parseInt(parameters.getParam("batch")),
              Integer.parseInt(parameters.getParam("slots")),
              Integer.parseInt(parameters.getParam("topK")));
      return graph.flops();
    }
  }

  /** A slice. */
  @Command(name = "slice", description = "A slice: interaction, encode, memorise, segment.")
  static final class Slice extends JmhTable {
    @Mixin private NetworkOption network = new NetworkOption();

    @Option(
        names = "--batch",
        paramLabel = "N,..",
        split = ",",
        defaultValue = "1,2,8",
        description = "Batch sizes; default 1,2,8.")
    private String[] batches = {"1", "2", "8"};

    @Override
    Map<String, String[]> parameters() {
      String[] graphs = network.graphs().toArray(new String[0]);
      return Map.of("network", graphs, "batch", batches);
    }

    @Override
    Class<?> benchmark() {
      return SliceBenchmark.class;
    }

    @Override
    String title() {
      return "slice";
    }

    @Override
    long flops(BenchmarkParams parameters) {
      int batch = Integer.parseInt(parameters.getParam("batch"));
      return NetworkGraph.of(parameters.getParam("network"), batch).flops();
    }
  }
}
