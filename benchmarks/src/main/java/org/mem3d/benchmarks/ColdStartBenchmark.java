package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From the start of a JVM to the first mask and to the first filled volume. */
@Command(
    name = "cold",
    description = "From the start of a JVM to the first mask, and to the first filled volume.")
final class ColdStartBenchmark implements Callable<Integer> {
  private static final int HEAP_MEGABYTES = 1024;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChoiceOptions options = new ChoiceOptions();

  @Option(
      names = "--starts",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many JVMs are started for each backend; default 5.")
  private int starts = 5;

  /**
   * Medians over several starts, as they stand in the JSON; milliseconds since the JVM's start. The
   * making of the test volume is not counted. Immutable.
   *
   * @param mainMillis when this program began
   * @param engineMillis when the engine was open
   * @param firstMaskMillis when the first mark was answered
   * @param firstVolumeMillis when the first propagation through {@code 256x256x64} was done
   */
  record ColdResult(
      String benchmark,
      String backend,
      String precision,
      String plan,
      double mainMillis,
      double engineMillis,
      double firstMaskMillis,
      double firstVolumeMillis,
      int threads) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Json.require(options.json());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<ColdResult> results = options.measure(err, this::started);
    print(results, out);
    Json.write(options.json(), results);
    return 0;
  }

  private List<ColdResult> started(EngineChoice choice) throws IOException, InterruptedException {
    List<ColdResult> runs = new ArrayList<>();
    for (int start = 0; start < starts; start++) {
      String printed =
          Fork.forBackend(choice.backend(), HEAP_MEGABYTES)
              .run(ColdStart.class, ColdStart.arguments(choice));
      runs.addAll(Json.read(printed, ColdResult.class));
    }
    return List.of(median(runs));
  }

  private static ColdResult median(List<ColdResult> runs) {
    ColdResult first = runs.get(0);
    return new ColdResult(
        first.benchmark(),
        first.backend(),
        first.precision(),
        first.plan(),
        median(runs, ColdResult::mainMillis),
        median(runs, ColdResult::engineMillis),
        median(runs, ColdResult::firstMaskMillis),
        median(runs, ColdResult::firstVolumeMillis),
        first.threads());
  }

  private static double median(List<ColdResult> runs, ToDoubleFunction<ColdResult> figure) {
    return Statistics.median(runs.stream().map(figure::applyAsDouble).toList());
  }

  private static void print(List<ColdResult> results, PrintWriter out) {
    Table table =
        new Table(
            "backend",
            "precision",
            "main ms",
            "engine open ms",
            "first mask ms",
            "first volume ms");
    for (ColdResult each : results) {
      table.add(
          each.backend(),
          each.precision(),
          number(each.mainMillis()),
          number(each.engineMillis()),
          number(each.firstMaskMillis()),
          number(each.firstVolumeMillis()));
    }
    table.print(out);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
