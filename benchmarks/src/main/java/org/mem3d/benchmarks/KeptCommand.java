package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A session of many objects in a file: what saving and restoring take, and the file's size. */
@Command(
    name = "kept",
    description = "A session of many objects in a file: seconds to save and restore, bytes.")
final class KeptCommand implements Callable<Integer> {
  private static final long SEED = 5;

  /** How far an object lies beside the one before it, in voxels along x. */
  private static final int SHIFT = 11;

  private static final int TIMES = 3;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChoiceOptions options = new ChoiceOptions();

  @Option(
      names = "--size",
      paramLabel = "XxYxZ",
      defaultValue = "512x512x400",
      description = "Voxels; default 512x512x400. The objects are on three fifths of the slices.")
  private String size = "512x512x400";

  @Option(
      names = "--objects",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many objects, all propagated; default 20.")
  private int objects = 20;

  /**
   * What was measured, as it stands in the JSON. Immutable.
   *
   * @param firstSaveSeconds the volume's hash included
   * @param saveSeconds median of the later times
   * @param restoreSeconds median; the volume's hash included
   */
  record KeptResult(
      String benchmark,
      String backend,
      String size,
      int objects,
      double firstSaveSeconds,
      double saveSeconds,
      double restoreSeconds,
      long fileBytes,
      int threads) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Json.require(options.json());
    PrintWriter out = spec.commandLine().getOut();
    if (objects < 1 || objects > 255) {
      throw new Mem3dException("--objects must be 1 to 255, not " + objects);
    }
    if (options.inProcess()) {
      out.println(Json.text(List.of(measure(options.choice(), Size.parse(size), objects))));
      return 0;
    }
    List<KeptResult> results = options.measure(spec.commandLine().getErr(), this::forked);
    print(results, out);
    Json.write(options.json(), results);
    return 0;
  }

  private List<KeptResult> forked(EngineChoice choice) throws IOException, InterruptedException {
    Size voxels = Size.parse(size);
    // The saved session and the restored one, each half a byte for a voxel and object at most.
    long held = ((long) voxels.x() * voxels.y() * voxels.z() * objects) >> 20;
    Fork fork =
        Fork.forBackend(choice.backend(), Math.toIntExact(RoundCommand.heapFor(voxels) + held));
    List<String> arguments = new ArrayList<>(List.of("kept", "--in-process"));
    arguments.addAll(choice.arguments());
    arguments.addAll(List.of("--size=" + size, "--objects=" + objects));
    return Json.read(fork.run(arguments), KeptResult.class);
  }

  /** Marks and propagates all objects, then saves and restores the session some times. */
  static KeptResult measure(EngineChoice choice, Size size, int objects) throws IOException {
    ScanVolume scan = ScanVolume.of(size, SEED);
    Path file = Files.createTempFile("mem3d-kept", ".mem3d");
    List<Double> saves = new ArrayList<>();
    List<Double> restores = new ArrayList<>();
    try (SegmentationEngine engine = choice.open();
        SegmentationSession session = engine.newSession(scan.image())) {
      int middle = scan.truth().largestSlice();
      SliceMask truth = scan.truth().slices().get(middle);
      for (int number = 0; number < objects; number++) {
        int object = session.addObject("object " + (number + 1));
        SliceMask mask = SessionCommand.shifted(truth, number * SHIFT);
        session.interact(Interaction.mask(object, Axis.Z, middle, mask));
      }
      session.propagate();
      choice.requireStillIn(engine);
      for (int i = 0; i <= TIMES; i++) {
        saves.add(seconds(() -> session.save(file)));
      }
      for (int i = 0; i < TIMES; i++) {
        restores.add(seconds(() -> restored(engine, file, scan, session)));
      }
      return new KeptResult(
          "kept",
          engine.backendName(),
          size.toString(),
          objects,
          saves.get(0),
          Statistics.median(saves.subList(1, saves.size())),
          Statistics.median(restores),
          Files.size(file),
          choice.actualThreads());
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void restored(
      SegmentationEngine engine, Path file, ScanVolume scan, SegmentationSession session) {
    try (SegmentationSession again = engine.restore(file, scan.image())) {
      if (!again.mask().equals(session.mask())) {
        throw new Mem3dException("the restored session has another mask than the saved one");
      }
    }
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(List<KeptResult> results, PrintWriter out) {
    Table table =
        new Table("backend", "size", "objects", "first save s", "save s", "restore s", "file MB");
    for (KeptResult each : results) {
      table.add(
          each.backend(),
          each.size(),
          String.valueOf(each.objects()),
          String.format(Locale.ROOT, "%.2f", each.firstSaveSeconds()),
          String.format(Locale.ROOT, "%.2f", each.saveSeconds()),
          String.format(Locale.ROOT, "%.2f", each.restoreSeconds()),
          String.format(Locale.ROOT, "%.1f", each.fileBytes() / 1e6));
    }
    table.print(out);
  }
}
