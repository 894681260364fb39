package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The speed of each step of a network inside their graphs, where layouts are what they are in use,
 * and of each convolution alone, against a peak that is measured in the same run: {@link
 * ConvolutionPeaks}. A convolution computed with fewer products than its definition has may be
 * above it. Needs a backend that times its steps and can be held to direct convolutions (properties
 * {@code profile} and {@code winograd}); {@link OpBenchmark} measures single operations on any.
 */
@Command(
    name = "op",
    description = "Each operation inside the networks: GFLOP/s and share of the peak.")
final class OpCommand implements Callable<Integer> {
  /** How often everything is measured in turn: the machine may be slow for seconds. */
  private static final int PASSES = 3;

  /** What is asked of a convolution; how many reach it is printed. */
  private static final double ASKED = 0.85;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RunOptions runOptions = new RunOptions();
  @Mixin private NetworkOption network = new NetworkOption();

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "onednn",
      description = "A backend that takes the properties profile and winograd; default onednn.")
  private String backend = "onednn";

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "f32",
      description = "f32 (default) or bf16.")
  private String precision = "f32";

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "2",
      description = "Slices at once; default 2.")
  private int batch = 2;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "40",
      description = "Runs of each graph at least, of which the median counts; default 40.")
  private int runs = 40;

  /**
   * One step, or all of a graph, as it stands in the JSON. Immutable.
   *
   * @param node its name; {@code (all)} for the graph, {@code (rest)} for steps without operations
   * @param shapeClass of a convolution; otherwise empty
   * @param micros median of a run
   * @param gflops billions of floating-point operations a second
   * @param peakGflops of the class; 0 where there is none. For a whole graph: its operations over
   *     the time that its convolutions would take at their peaks, all other operations at the peak
   *     of the fastest class, and moves in no time
   * @param share gflops over peakGflops
   * @param shareOfAll gflops over those of the fastest convolution of all classes
   * @param aloneMicros of a convolution in a graph of its own, as its peak is measured; 0 of all
   *     else
   * @param aloneShare share of the peak that it reaches alone; 0 of all else
   */
  record OpResult(
      String benchmark,
      String backend,
      String precision,
      String network,
      int batch,
      String node,
      String kind,
      String shapeClass,
      double megaflops,
      double micros,
      double gflops,
      double peakGflops,
      double share,
      double shareOfAll,
      double aloneMicros,
      double aloneShare,
      int threads) {}

  @Override
  public Integer call() throws IOException {
    Json.require(runOptions.json());
    DType type = type();
    BackendRegistry registry = BackendRegistry.load(OpCommand.class.getClassLoader());
    try (Backend opened = registry.open(backend, options(true));
        Backend direct = registry.open(backend, options(false))) {
      StepTimer timer = new StepTimer(opened, type, runs);
      StepTimer directTimer = new StepTimer(direct, type, runs);
      List<NetworkGraph> graphs =
          network.graphs().stream().map(name -> NetworkGraph.of(name, batch)).toList();
      List<GraphProfile> profiles = graphs.stream().map(GraphProfile::new).toList();
      ConvolutionPeaks peaks = new ConvolutionPeaks(graphs);
      for (int pass = 0; pass < PASSES; pass++) {
        profiles.forEach(profile -> profile.measure(timer));
        profiles.forEach(profile -> profile.measureAlone(timer));
        peaks.measure(directTimer);
      }
      List<OpResult> results = new ArrayList<>();
      int used = opened.describe().threads();
      profiles.forEach(profile -> addResults(profile, peaks, used, results));
      print(results, peaks, spec.commandLine().getOut());
      Json.write(runOptions.json(), results);
    }
    return 0;
  }

  private BackendOptions options(boolean winograd) {
    return new BackendOptions(
        runOptions.threads(), Map.of("profile", "true", "winograd", String.valueOf(winograd)));
  }

  private DType type() {
    return switch (precision.toLowerCase(Locale.ROOT)) {
      case "f32" -> DType.F32;
      case "bf16" -> DType.BF16;
      default ->
          throw new BackendException("--precision is f32 or bf16 here, not '" + precision + "'");
    };
  }

  private void addResults(
      GraphProfile profile, ConvolutionPeaks peaks, int used, List<OpResult> results) {
    double flops = 0;
    double seconds = 0;
    double atPeak = 0;
    double rest = 0;
    double highest = peaks.highest();
    for (StepTime step : profile.steps()) {
      flops += step.flops();
      seconds += step.seconds();
      Node node = profile.convolution(step);
      if (node != null) {
        ConvolutionClass shapeClass = ConvolutionClass.of(node);
        double peak = peaks.of(shapeClass);
        atPeak += step.flops() / peak / 1e9;
        results.add(result(profile, step, "Conv2d", shapeClass.toString(), peak, highest, used));
      } else if (step.flops() > 0) {
        atPeak += step.flops() / highest / 1e9;
        results.add(result(profile, step, profile.kind(step), "", 0, highest, used));
      } else {
        rest += step.seconds();
      }
    }
    results.add(result(profile, new StepTime("(rest)", 0, rest), "", "", 0, highest, used));
    StepTime all = new StepTime("(all)", flops, seconds);
    results.add(result(profile, all, "", "", flops / atPeak / 1e9, highest, used));
  }

  private OpResult result(
      GraphProfile profile,
      StepTime step,
      String kind,
      String shapeClass,
      double peak,
      double highest,
      int used) {
    double alone = profile.alone(step);
    return new OpResult(
        "op",
        backend,
        precision.toLowerCase(Locale.ROOT),
        profile.name(),
        batch,
        step.node(),
        kind,
        shapeClass,
        step.flops() / 1e6,
        step.seconds() * 1e6,
        step.gflops(),
        peak,
        peak == 0 ? 0 : step.gflops() / peak,
        step.gflops() / highest,
        alone * 1e6,
        alone == 0 ? 0 : step.flops() / alone / 1e9 / peak,
        used);
  }

  private static void print(List<OpResult> results, ConvolutionPeaks peaks, PrintWriter out) {
    Table table =
        new Table(
            "network", "node", "kind", "class", "MFLOP", "us", "GFLOP/s", "peak", "share", "alone",
            "of all");
    for (OpResult each : results) {
      table.add(
          each.network(),
          each.node(),
          each.kind(),
          each.shapeClass(),
          number("%.1f", each.megaflops()),
          number("%.0f", each.micros()),
          number("%.0f", each.gflops()),
          each.peakGflops() == 0 ? "-" : number("%.0f", each.peakGflops()),
          each.peakGflops() == 0 ? "-" : number("%.0f %%", 100 * each.share()),
          each.aloneShare() == 0 ? "-" : number("%.0f %%", 100 * each.aloneShare()),
          number("%.0f %%", 100 * each.shareOfAll()));
    }
    table.print(out);
    out.printf(Locale.ROOT, "fastest convolution of all: %.0f GFLOP/s%n", peaks.highest());
    List<OpResult> convolutions = results.stream().filter(OpCommand::isConvolution).toList();
    double time = convolutions.stream().mapToDouble(OpResult::micros).sum();
    double ideal =
        convolutions.stream().mapToDouble(each -> each.megaflops() / each.peakGflops() * 1e3).sum();
    List<OpResult> fast = convolutions.stream().filter(each -> each.share() >= ASKED).toList();
    out.printf(
        Locale.ROOT,
        "convolutions at %.0f %% of their peaks by time%n"
            + "at %.0f %% or more: %d of %d, with %.0f %% of the time; each alone, %d of %d%n",
        100 * ideal / time,
        100 * ASKED,
        fast.size(),
        convolutions.size(),
        100 * fast.stream().mapToDouble(OpResult::micros).sum() / time,
        convolutions.stream().filter(each -> each.aloneShare() >= ASKED).count(),
        convolutions.size());
  }

  private static boolean isConvolution(OpResult result) {
    return !result.shapeClass().isEmpty();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
