package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.core.backend.BackendRegistry;
import org.mem3d.core.pass.BoundGraph;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.BackendOptions;
import org.mem3d.spi.CompileOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The speed of each step of a network inside their graphs, where layouts are what they are in use,
 * against a peak that is measured in the same run for each {@link ConvolutionClass}: the fastest
 * direct convolution of that class, be it a probe or of a network. A convolution computed with
 * fewer products than its definition has may be above it. Needs a backend that times its steps and
 * can be held to direct convolutions (properties {@code profile} and {@code winograd}); {@link
 * OpBenchmark} measures single operations on any.
 */
@Command(
    name = "op",
    description = "Each operation inside the networks: GFLOP/s and share of the peak.")
final class OpCommand implements Callable<Integer> {
  private static final long SEED = 3;

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
      description = "Runs of each graph, of which the median counts; default 40.")
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
      int threads) {}

  /** A graph's steps, and what its convolutions are. */
  private record Profile(NetworkGraph network, List<StepTime> steps, Map<String, Node> nodes) {}

  @Override
  public Integer call() throws IOException {
    Json.require(runOptions.json());
    DType type = type();
    PrintWriter out = spec.commandLine().getOut();
    BackendRegistry registry = BackendRegistry.load(OpCommand.class.getClassLoader());
    try (Backend opened = registry.open(backend, options(true));
        Backend direct = registry.open(backend, options(false))) {
      List<Profile> profiles = new ArrayList<>();
      Map<ConvolutionClass, Double> peaks = new LinkedHashMap<>();
      for (String name : network.graphs()) {
        NetworkGraph graph = NetworkGraph.of(name, batch);
        profiles.add(profile(opened, graph, type));
        notePeaks(profile(direct, graph, type), peaks);
      }
      for (ConvolutionClass each : List.copyOf(peaks.keySet())) {
        for (BoundGraph probe : each.probes()) {
          peaks.merge(each, fastest(steps(direct, probe, type)), Math::max);
        }
      }
      List<OpResult> results = new ArrayList<>();
      int used = opened.describe().threads();
      profiles.forEach(profile -> addResults(profile, peaks, used, results));
      print(results, peaks, out);
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

  private Profile profile(Backend opened, NetworkGraph network, DType type) {
    BoundGraph passed = network.passed();
    Map<String, Node> nodes = new LinkedHashMap<>();
    passed.graph().nodes().forEach(node -> nodes.put(node.name(), node));
    List<StepTime> steps = steps(opened, passed, type);
    if (steps.isEmpty()) {
      throw new BackendException("backend " + backend + " does not tell the times of its steps");
    }
    return new Profile(network, steps, nodes);
  }

  private List<StepTime> steps(Backend opened, BoundGraph bound, DType type) {
    try (Execution execution = new Execution(opened, bound, new CompileOptions(type))) {
      execution.fill(SEED);
      for (int run = 0; run < runs; run++) {
        execution.run();
      }
      return StepTime.of(execution.compiled());
    }
  }

  private static double fastest(List<StepTime> steps) {
    return steps.stream().mapToDouble(StepTime::gflops).max().orElse(0);
  }

  private static @Nullable Node convolution(Profile profile, StepTime step) {
    Node node = profile.nodes.get(step.node());
    return node != null && node.op() instanceof Op.Conv2d && step.flops() > 0 ? node : null;
  }

  private static void notePeaks(Profile profile, Map<ConvolutionClass, Double> peaks) {
    for (StepTime step : profile.steps) {
      Node node = convolution(profile, step);
      if (node != null) {
        peaks.merge(ConvolutionClass.of(node), step.gflops(), Math::max);
      }
    }
  }

  private void addResults(
      Profile profile, Map<ConvolutionClass, Double> peaks, int used, List<OpResult> results) {
    double flops = 0;
    double seconds = 0;
    double atPeak = 0;
    double rest = 0;
    double highest = highest(peaks);
    for (StepTime step : profile.steps) {
      flops += step.flops();
      seconds += step.seconds();
      Node node = convolution(profile, step);
      if (node != null) {
        ConvolutionClass shapeClass = ConvolutionClass.of(node);
        double peak = peaks.getOrDefault(shapeClass, 0.0);
        atPeak += step.flops() / peak / 1e9;
        results.add(result(profile, step, "Conv2d", shapeClass.toString(), peak, highest, used));
      } else if (step.flops() > 0) {
        atPeak += step.flops() / highest / 1e9;
        Node other = profile.nodes.get(step.node());
        String kind = other == null ? "" : other.op().kind();
        results.add(result(profile, step, kind, "", 0, highest, used));
      } else {
        rest += step.seconds();
      }
    }
    results.add(result(profile, new StepTime("(rest)", 0, rest), "", "", 0, highest, used));
    StepTime all = new StepTime("(all)", flops, seconds);
    results.add(result(profile, all, "", "", flops / atPeak / 1e9, highest, used));
  }

  private OpResult result(
      Profile profile,
      StepTime step,
      String kind,
      String shapeClass,
      double peak,
      double highest,
      int used) {
    return new OpResult(
        "op",
        backend,
        precision.toLowerCase(Locale.ROOT),
        profile.network.name(),
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
        used);
  }

  private static void print(
      List<OpResult> results, Map<ConvolutionClass, Double> peaks, PrintWriter out) {
    Table table =
        new Table(
            "network", "node", "kind", "class", "MFLOP", "us", "GFLOP/s", "peak", "share",
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
          number("%.0f %%", 100 * each.shareOfAll()));
    }
    table.print(out);
    out.printf(Locale.ROOT, "fastest convolution of all: %.0f GFLOP/s%n", highest(peaks));
    List<OpResult> convolutions = results.stream().filter(OpCommand::isConvolution).toList();
    double time = convolutions.stream().mapToDouble(OpResult::micros).sum();
    double ideal =
        convolutions.stream().mapToDouble(each -> each.megaflops() / each.peakGflops() * 1e3).sum();
    List<OpResult> fast = convolutions.stream().filter(each -> each.share() >= ASKED).toList();
    out.printf(
        Locale.ROOT,
        "convolutions at %.0f %% of their peaks by time; %d of %d, with %.0f %% of the time, at %.0f"
            + " %% or more%n",
        100 * ideal / time,
        fast.size(),
        convolutions.size(),
        100 * fast.stream().mapToDouble(OpResult::micros).sum() / time,
        100 * ASKED);
  }

  private static double highest(Map<ConvolutionClass, Double> peaks) {
    return peaks.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private static boolean isConvolution(OpResult result) {
    return !result.shapeClass().isEmpty();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
