package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A user's session on a volume: first round, later rounds, answers to marks, Dice. */
@Command(
    name = "round",
    description = "A session on a CT-like volume: first round, later rounds, answers, Dice.")
final class RoundCommand implements Callable<Integer> {
  private static final long SEED = 5;
  private static final long WARM_UP_SEED = 6;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChoiceOptions options = new ChoiceOptions();

  @Option(
      names = "--size",
      paramLabel = "XxYxZ",
      defaultValue = "512x512x100",
      description = "Voxels; default 512x512x100. The object is on three fifths of the slices.")
  private String size = "512x512x100";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many suggested slices are corrected after the first round; default 5.")
  private int rounds = 5;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Json.require(options.json());
    PrintWriter out = spec.commandLine().getOut();
    Size voxels = Size.parse(size);
    if (rounds < 1) {
      throw new Mem3dException("--rounds must be 1 or more, not " + rounds);
    }
    if (options.inProcess()) {
      out.println(Json.text(List.of(measure(options.choice(), voxels, rounds))));
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    List<RoundResult> results = options.measure(err, choice -> forked(choice, voxels));
    print(results, out);
    Json.write(options.json(), results);
    return 0;
  }

  private List<RoundResult> forked(EngineChoice choice, Size voxels)
      throws IOException, InterruptedException {
    Fork fork = Fork.forBackend(choice.backend(), heapFor(voxels));
    return Json.read(fork.run(arguments(choice)), RoundResult.class);
  }

  private List<String> arguments(EngineChoice choice) {
    List<String> arguments = new ArrayList<>(List.of("round", "--in-process"));
    arguments.addAll(choice.arguments());
    arguments.addAll(List.of("--size=" + size, "--rounds=" + rounds));
    return arguments;
  }

  /** Returns a heap for the volume, its masks, and the states that undo goes back to. */
  static int heapFor(Size size) {
    return 512 + (int) Math.min(16 << 10, (24L * size.x() * size.y() * size.z()) >> 20);
  }

  /** Plays the session on a smaller volume, then on the one that counts. */
  static RoundResult measure(EngineChoice choice, Size size, int rounds) {
    ScanVolume other =
        ScanVolume.of(new Size(size.x(), size.y(), Math.max(10, size.z() / 2)), WARM_UP_SEED);
    ScanVolume scan = ScanVolume.of(size, SEED);
    try (SegmentationEngine engine = choice.open()) {
      play(engine, other, rounds).close();
      try (RoundSimulation play = play(engine, scan, rounds)) {
        choice.requireStillIn(engine);
        return new RoundResult(
            "round",
            engine.backendName(),
            EngineChoice.device(engine.backendName()),
            EngineChoice.name(engine.precision()),
            choice.planName(),
            size.toString(),
            play.firstRoundSeconds(),
            play.laterRoundSeconds(),
            play.interactionMillis(),
            play.dice(),
            heapInUse(),
            play.offHeapBytes(),
            play.laterRoundTransfers().bytesToDevice(),
            play.laterRoundTransfers().bytesFromDevice(),
            choice.actualThreads());
      }
    }
  }

  private static RoundSimulation play(SegmentationEngine engine, ScanVolume scan, int rounds) {
    RoundSimulation play = new RoundSimulation(engine, scan);
    play.firstRound();
    for (int round = 0; round < rounds; round++) {
      play.laterRound();
    }
    return play;
  }

  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void print(List<RoundResult> results, PrintWriter out) {
    Table table =
        new Table(
            "backend",
            "device",
            "precision",
            "plan",
            "size",
            "threads",
            "first round s",
            "later round s",
            "answer ms",
            "Dice",
            "heap MB",
            "backend MB",
            "to device MB",
            "from device MB");
    for (RoundResult each : results) {
      table.add(
          each.backend(),
          each.device(),
          each.precision(),
          each.plan(),
          each.size(),
          String.valueOf(each.threads()),
          number("%.2f", each.firstRoundSeconds()),
          number("%.2f", each.laterRoundSeconds()),
          number("%.1f", each.interactionMillis()),
          number("%.4f", each.dice()),
          number("%.0f", each.heapBytes() / 1e6),
          number("%.0f", each.offHeapBytes() / 1e6),
          number("%.1f", each.laterRoundBytesToDevice() / 1e6),
          number("%.1f", each.laterRoundBytesFromDevice() / 1e6));
    }
    table.print(out);
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
