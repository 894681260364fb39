package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.Profile;
import org.mem3d.PropagationReport;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.graph.DType;
import org.mem3d.published.network.Architecture;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.weights.SafetensorsWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Rounds with a published memory network and formula-made weights: what they say means nothing, so
 * every slice is visited whether it has the object or not. Each round gives the true mask of
 * another slice and propagates.
 */
@Command(
    name = "published",
    description = "Whole rounds with a published network, beside the time that its paper tells.")
final class PublishedRound implements Callable<Integer> {
  private static final long SEED = 5;

  /** Zhou et al. 2021 tell it of one round on a volume of 512x512x100, on an RTX 2080 Ti. */
  private static final double PAPER_SECONDS = 5.13;

  private static final String PAPER_SIZE = "512x512x100";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChoiceOptions options = new ChoiceOptions();

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      defaultValue = "mem3d-saq",
      description = "mem3d-saq (default), mem3d-aspp or mem3d-stm.")
  private String architecture = "mem3d-saq";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "official-code",
      description = "official-code (default) or paper.")
  private String profile = "official-code";

  @Option(
      names = "--size",
      paramLabel = "XxYxZ",
      defaultValue = PAPER_SIZE,
      description = "Voxels; default 512x512x100.")
  private String size = PAPER_SIZE;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "5",
      description = "Slices in the memory bank; default 5.")
  private int slots = 5;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many rounds; default 3.")
  private int rounds = 3;

  @Option(
      names = "--cache-mb",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Budget for features kept from round to round; default 4096.")
  private long cacheMegabytes = 4096;

  /**
   * One round, as it stands in the JSON. Immutable.
   *
   * @param round 1 for the first
   * @param slices that the network segmented
   * @param seconds of the propagation; the first one's graphs were compiled before
   * @param millisPerSlice seconds over slices
   * @param paperSeconds what the paper tells of a round of 512x512x100 on its graphics card
   */
  record PublishedResult(
      String benchmark,
      String network,
      String profile,
      String backend,
      String precision,
      String size,
      int slots,
      int round,
      int slices,
      double seconds,
      double millisPerSlice,
      double paperSeconds,
      long offHeapBytes,
      int threads) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Json.require(options.json());
    Architecture network = Architecture.named(architecture);
    if (network == Architecture.IOG || rounds < 1) {
      throw new Mem3dException("--arch is a memory network, and --rounds 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("mem3d-bench");
    Path weights = directory.resolve(architecture + ".safetensors");
    try {
      SafetensorsWriter.write(
          weights,
          new FormulaWeights(new Formula(0), network.manifest(3).parameters()),
          Map.of(),
          DType.F32);
      List<PublishedResult> results =
          options.measure(spec.commandLine().getErr(), choice -> measure(choice, weights));
      print(results, out);
      Json.write(options.json(), results);
    } finally {
      Files.deleteIfExists(weights);
      Files.deleteIfExists(directory);
    }
    return 0;
  }

  private List<PublishedResult> measure(EngineChoice choice, Path weights) {
    Size voxels = Size.parse(size);
    ScanVolume scan = ScanVolume.full(voxels, SEED);
    ScanVolume small = ScanVolume.full(new Size(voxels.x(), voxels.y(), 10), SEED + 1);
    List<PublishedResult> results = new ArrayList<>();
    try (SegmentationEngine engine = open(choice, weights)) {
      // Compiles graphs, and warms Java's compiler up.
      rounds(engine, choice, small, 1);
      results.addAll(rounds(engine, choice, scan, rounds));
    }
    return results;
  }

  private SegmentationEngine open(EngineChoice choice, Path weights) {
    return SegmentationEngine.builder()
        .backend(choice.backend())
        .threads(choice.threads())
        .precision(choice.precision())
        .model(weights)
        .profile(profile())
        .cacheBytes(cacheMegabytes << 20)
        .settings(
            PropagationSettings.DEFAULT
                .withMemorySlots(slots)
                .withStopAfterEmpty(Integer.MAX_VALUE))
        .open();
  }

  private Profile profile() {
    return Arrays.stream(Profile.values())
        .filter(each -> each.name().replace('_', '-').equalsIgnoreCase(profile))
        .findFirst()
        .orElseThrow(
            () -> new Mem3dException("--profile is official-code or paper, not " + profile));
  }

  private List<PublishedResult> rounds(
      SegmentationEngine engine, EngineChoice choice, ScanVolume scan, int count) {
    List<PublishedResult> results = new ArrayList<>();
    try (SegmentationSession session = engine.newSession(scan.image())) {
      int object = session.addObject("object");
      int slices = scan.truth().slices().size();
      for (int round = 1; round <= count; round++) {
        // The middle first, then spread over the volume.
        int slice = (int) (slices * ((round * 0.5 + (round - 1) * 0.118) % 1));
        session.interact(Interaction.mask(object, Axis.Z, slice, scan.truth().slices().get(slice)));
        long start = System.nanoTime();
        PropagationReport report = session.propagate();
        double seconds = (System.nanoTime() - start) / 1e9;
        results.add(
            new PublishedResult(
                "published",
                architecture,
                profile,
                engine.backendName(),
                EngineChoice.name(engine.precision()),
                size,
                slots,
                round,
                report.slicesComputed(),
                seconds,
                1e3 * seconds / Math.max(1, report.slicesComputed()),
                PAPER_SECONDS,
                engine.offHeapBytes(),
                choice.actualThreads()));
      }
    }
    return results;
  }

  private static void print(List<PublishedResult> results, PrintWriter out) {
    Table table =
        new Table(
            "network",
            "profile",
            "backend",
            "precision",
            "size",
            "round",
            "slices",
            "s",
            "ms/slice",
            "over the paper's",
            "off-heap MB");
    for (PublishedResult each : results) {
      table.add(
          each.network(),
          each.profile(),
          each.backend(),
          each.precision(),
          each.size(),
          String.valueOf(each.round()),
          String.valueOf(each.slices()),
          String.format(Locale.ROOT, "%.2f", each.seconds()),
          String.format(Locale.ROOT, "%.1f", each.millisPerSlice()),
          each.size().equals(PAPER_SIZE)
              ? String.format(Locale.ROOT, "%.1fx", each.seconds() / each.paperSeconds())
              : "-",
          String.format(Locale.ROOT, "%.0f", each.offHeapBytes() / 1e6));
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "the paper tells %.2f s for a round of %s on an RTX 2080 Ti%n",
        PAPER_SECONDS,
        PAPER_SIZE);
  }
}
