package org.mem3d.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationSession;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.eval.Metrics;
import org.mem3d.eval.Prompt;
import org.mem3d.eval.SimulatedUser;
import org.mem3d.io.NiftiWriter;
import org.mem3d.io.Volumes;
import org.mem3d.io.VoxelType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A volume larger than the heap, left in its file: what its segmentation takes. */
@Command(
    name = "large",
    description = "A volume larger than memory, read from its file: seconds, heap, Dice.")
final class LargeCommand implements Callable<Integer> {
  private static final long SEED = 5;
  private static final long USER_SEED = 11;

  /** As many slices beyond the object's ends are made as they are. */
  private static final int BEYOND = 10;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChoiceOptions options = new ChoiceOptions();

  @Option(
      names = "--size",
      paramLabel = "XxYxZ",
      defaultValue = "2048x2048x1000",
      description = "Voxels of two bytes; default 2048x2048x1000.")
  private String size = "2048x2048x1000";

  @Option(
      names = "--object-slices",
      paramLabel = "N",
      defaultValue = "200",
      description = "On how many slices, the middle ones, the object is; default 200.")
  private int objectSlices = 200;

  @Option(
      names = "--heap",
      paramLabel = "MB",
      defaultValue = "1024",
      description = "The heap of the measured process; default 1024.")
  private int heap = 1024;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      required = true,
      description = "The volume, .nii; made if it is not there.")
  private Path file = Path.of("");

  /**
   * What was measured, as it stands in the JSON. Immutable.
   *
   * @param heapPeakBytes the sum of the peaks of the heap's parts
   * @param residentPeakBytes of the process, pages of files that it read left out; 0 where the
   *     system does not tell
   */
  record LargeResult(
      String benchmark,
      String backend,
      String precision,
      String size,
      int objectSlices,
      double openSeconds,
      double firstMarkSeconds,
      double propagateSeconds,
      double correctSeconds,
      double maskSeconds,
      double writeSeconds,
      double dice,
      long heapLimitBytes,
      long heapPeakBytes,
      long offHeapBytes,
      long residentPeakBytes,
      int threads) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Json.require(options.json());
    PrintWriter out = spec.commandLine().getOut();
    ScanSlices scan = scan(Size.parse(size), objectSlices);
    if (options.inProcess()) {
      out.println(Json.text(List.of(measure(options.choice(), scan, file))));
      return 0;
    }
    PrintWriter err = spec.commandLine().getErr();
    if (!Files.exists(file)) {
      err.println("makes " + file);
      make(scan, file);
    }
    List<LargeResult> results = options.measure(err, this::forked);
    print(results, out);
    Json.write(options.json(), results);
    return 0;
  }

  private static ScanSlices scan(Size size, int objectSlices) {
    if (objectSlices < 3 || objectSlices > size.z()) {
      throw new Mem3dException(
          "--object-slices must be 3 to " + size.z() + ", not " + objectSlices);
    }
    int first = (size.z() - objectSlices) / 2;
    return new ScanSlices(size, SEED, first, first + objectSlices);
  }

  private List<LargeResult> forked(EngineChoice choice) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("large", "--in-process"));
    arguments.addAll(choice.arguments());
    arguments.addAll(
        List.of("--size=" + size, "--object-slices=" + objectSlices, "--file=" + file));
    return Json.read(Fork.forBackend(choice.backend(), heap).run(arguments), LargeResult.class);
  }

  /** Writes the volume, slice by slice; far from the object the same slice again and again. */
  static void make(ScanSlices scan, Path file) {
    Size size = scan.size();
    short[] voxels = new short[Math.multiplyExact(size.x(), size.y())];
    int[] made = {-1};
    Volume volume =
        Volume.ofSlices(
            (z, slice) -> {
              int near = Math.max(scan.begin() - BEYOND, Math.min(scan.end() + BEYOND, z));
              if (near != made[0]) {
                scan.make(near, voxels, 0);
                made[0] = near;
              }
              for (int i = 0; i < voxels.length; i++) {
                slice[i] = voxels[i];
              }
            },
            size.x(),
            size.y(),
            size.z(),
            ScanSlices.GEOMETRY);
    NiftiWriter.of(VoxelType.INT16).write(file, volume);
  }

  /** A user marks the middle slice, propagates, corrects the slice that is suggested. */
  static LargeResult measure(EngineChoice choice, ScanSlices scan, Path file) throws IOException {
    Size size = scan.size();
    Clock clock = new Clock();
    Volume volume = Volumes.openOnDisk(file);
    Path written = Files.createTempFile("mem3d-large", ".nii.gz");
    try (SegmentationEngine engine = choice.open();
        SegmentationSession session = engine.newSession(volume)) {
      final double open = clock.lap();
      int object = session.addObject("object");
      SimulatedUser user = new SimulatedUser(USER_SEED);
      int middle = (scan.begin() + scan.end()) / 2;
      List<Interaction> first =
          user.firstMarks(Prompt.EXTREME, object, Axis.Z, middle, scan.mask(middle));
      clock.lap();
      first.forEach(session::interact);
      final double marked = clock.lap();
      session.propagate();
      final double propagated = clock.lap();
      long offHeap = engine.offHeapBytes();
      int suggested = session.suggest(1).get(0).slice();
      List<Interaction> corrections =
          user.correction(
              object,
              Axis.Z,
              suggested,
              session.mask().slice(object, Axis.Z, suggested),
              scan.mask(suggested));
      clock.lap();
      corrections.forEach(session::interact);
      session.propagate();
      final double corrected = clock.lap();
      Mask mask = session.mask();
      final double shown = clock.lap();
      Volumes.write(written, mask);
      final double wrote = clock.lap();
      choice.requireStillIn(engine);
      return new LargeResult(
          "large",
          engine.backendName(),
          EngineChoice.name(engine.precision()),
          size.toString(),
          scan.end() - scan.begin(),
          open,
          marked,
          propagated,
          corrected,
          shown,
          wrote,
          dice(scan, mask, object),
          Runtime.getRuntime().maxMemory(),
          heapPeak(),
          Math.max(offHeap, engine.offHeapBytes()),
          residentPeak(),
          choice.actualThreads());
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static double dice(ScanSlices scan, Mask mask, int object) {
    long sum = mask.count(object);
    long wrong = sum;
    for (int z = scan.begin(); z < scan.end(); z++) {
      SliceMask truth = scan.mask(z);
      SliceMask found = mask.slice(object, Axis.Z, z);
      wrong += Metrics.errorArea(found, truth) - found.area();
      sum += truth.area();
    }
    return (double) (sum - wrong) / sum;
  }

  /** Seconds from lap to lap. */
  private static final class Clock {
    private long last = System.nanoTime();

    double lap() {
      long now = System.nanoTime();
      double seconds = (now - last) / 1e9;
      last = now;
      return seconds;
    }
  }

  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static long residentPeak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  private static void print(List<LargeResult> results, PrintWriter out) {
    Table table =
        new Table(
            "backend",
            "size",
            "open s",
            "first mark s",
            "propagate s",
            "correct s",
            "mask() s",
            "write s",
            "Dice",
            "heap limit MB",
            "heap peak MB",
            "backend MB",
            "resident MB");
    for (LargeResult each : results) {
      table.add(
          each.backend(),
          each.size(),
          number("%.2f", each.openSeconds()),
          number("%.2f", each.firstMarkSeconds()),
          number("%.1f", each.propagateSeconds()),
          number("%.1f", each.correctSeconds()),
          number("%.4f", each.maskSeconds()),
          number("%.1f", each.writeSeconds()),
          number("%.4f", each.dice()),
          number("%.0f", each.heapLimitBytes() / 1e6),
          number("%.0f", each.heapPeakBytes() / 1e6),
          number("%.0f", each.offHeapBytes() / 1e6),
          number("%.0f", each.residentPeakBytes() / 1e6));
    }
    table.print(out);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
