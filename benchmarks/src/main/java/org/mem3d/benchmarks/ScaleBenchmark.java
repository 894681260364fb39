package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mem3d.SegmentationEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How time and memory grow with the number of slices, the object being on all of them. */
@Command(
    name = "scale",
    description = "The first round of volumes of more and more slices, the object on all of them.")
final class ScaleBenchmark implements Callable<Integer> {
  private static final long SEED = 7;
  private static final int REPEATS = 3;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChoiceOptions options = new ChoiceOptions();

  @Option(
      names = "--slices",
      paramLabel = "N,..",
      split = ",",
      defaultValue = "50,100,200,400,800",
      description = "Numbers of slices; default 50,100,200,400,800.")
  private int[] slices = {50, 100, 200, 400, 800};

  @Option(
      names = "--side",
      paramLabel = "N",
      defaultValue = "192",
      description = "Voxels along x and y; default 192.")
  private int side = 192;

  /**
   * What was measured at one number of slices, as it stands in the JSON. Immutable.
   *
   * @param seconds median of the first round's propagation over several sessions
   * @param slicesPerSecond of them
   * @param timeRatio seconds over those of the smallest number of slices
   * @param sliceRatio slices over the smallest number of slices
   * @param offHeapBytes most memory that the backend held: graphs, banks, tensors, kept features
   * @param dice of the whole object
   */
  record ScaleResult(
      String benchmark,
      String backend,
      String precision,
      String plan,
      int slices,
      double seconds,
      double slicesPerSecond,
      double timeRatio,
      double sliceRatio,
      long offHeapBytes,
      double dice,
      int threads) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Json.require(options.json());
    PrintWriter out = spec.commandLine().getOut();
    if (options.inProcess()) {
      out.println(Json.text(measure(options.choice())));
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    List<ScaleResult> results = options.measure(err, this::forked);
    print(results, out);
    Json.write(options.json(), results);
    return 0;
  }

  private List<ScaleResult> forked(EngineChoice choice) throws IOException, InterruptedException {
    int most = Arrays.stream(slices).max().orElseThrow();
    Fork fork = Fork.forBackend(choice.backend(), RoundCommand.heapFor(new Size(side, side, most)));
    return Json.read(fork.run(arguments(choice)), ScaleResult.class);
  }

  private List<String> arguments(EngineChoice choice) {
    List<String> arguments = new ArrayList<>(List.of("scale", "--in-process"));
    arguments.addAll(choice.arguments());
    List<String> numbers = Arrays.stream(slices).mapToObj(String::valueOf).toList();
    arguments.add("--slices=" + String.join(",", numbers));
    arguments.add("--side=" + side);
    return arguments;
  }

  private List<ScaleResult> measure(EngineChoice choice) {
    List<ScaleResult> results = new ArrayList<>();
    try (SegmentationEngine engine = choice.open()) {
      try (RoundSimulation warmUp =
          new RoundSimulation(engine, ScanVolume.full(new Size(side, side, slices[0]), SEED + 1))) {
        warmUp.firstRound();
      }
      for (int count : slices) {
        ScanVolume scan = ScanVolume.full(new Size(side, side, count), SEED);
        List<Double> seconds = new ArrayList<>();
        double dice = 0;
        long offHeapBytes = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
          try (RoundSimulation play = new RoundSimulation(engine, scan)) {
            play.firstRound();
            seconds.add(play.firstRoundSeconds());
            dice = play.dice();
            offHeapBytes = Math.max(offHeapBytes, play.offHeapBytes());
          }
        }
        double median = Statistics.median(seconds);
        double base = results.isEmpty() ? median : results.get(0).seconds();
        results.add(
            new ScaleResult(
                "scale",
                engine.backendName(),
                EngineChoice.name(engine.precision()),
                choice.planName(),
                count,
                median,
                count / median,
                median / base,
                (double) count / slices[0],
                offHeapBytes,
                dice,
                choice.actualThreads()));
      }
    }
    return results;
  }

  private static void print(List<ScaleResult> results, PrintWriter out) {
    Table table =
        new Table(
            "backend",
            "precision",
            "plan",
            "slices",
            "seconds",
            "slices/s",
            "times the first",
            "slices over first",
            "backend bytes",
            "Dice");
    for (ScaleResult each : results) {
      table.add(
          each.backend(),
          each.precision(),
          each.plan(),
          String.valueOf(each.slices()),
          number("%.2f", each.seconds()),
          number("%.1f", each.slicesPerSecond()),
          number("%.2f", each.timeRatio()),
          number("%.1f", each.sliceRatio()),
          String.format(Locale.ROOT, "%,d", each.offHeapBytes()),
          number("%.4f", each.dice()));
    }
    table.print(out);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
