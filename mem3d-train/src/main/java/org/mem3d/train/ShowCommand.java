package org.mem3d.train;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mem3d.file.FileRoles;
import org.mem3d.train.sample.MarkSampler;
import org.mem3d.train.sample.MarkedSample;
import org.mem3d.train.sample.SequenceBatch;
import org.mem3d.train.sample.SequenceSampler;
import org.mem3d.train.volume.TrainingVolume;
import org.mem3d.train.volume.VolumeSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mem3d train show}. */
@Command(
    name = ShowCommand.NAME,
    mixinStandardHelpOptions = true,
    description =
        "Draws training samples as a run would, writes them as a picture and says how many one"
            + " core draws in a second.")
final class ShowCommand implements Callable<Integer> {
  static final String NAME = "show";

  private static final String REGIONS = "regions";
  private static final int FRAMES = 6;
  private static final int A_STEP = 16;
  private static final int[] CUTS = {12, 50, 200};

  @Parameters(
      index = "0",
      description =
          "interaction (marked slices), propagation (runs of slices) or regions (the regions of"
              + " volumes without labels, 12, 50 and 200 of them).")
  private String network = "";

  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--config", description = "A JSON file of settings, as for training.")
  private @Nullable Path config;

  @Option(names = "--seed", description = "Chooses volumes and samples (default: 1).")
  private long seed = 1;

  @Option(names = "--samples", description = "How many (default: 48).")
  private int samples = 48;

  @Option(names = "--out", required = true, description = "The PNG file to write.")
  private Path out = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    new FileRoles().reads("--config", config).writes("--out", out).check();
    String of = network.equals(REGIONS) ? "propagation" : network;
    if (!List.of("propagation", "interaction").contains(of)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "interaction, propagation or regions can be shown, not '" + network + "'");
    }
    TrainSettings settings =
        config != null ? TrainSettings.read(config, of) : TrainSettings.forNetwork(of);
    data.addTo(settings);
    settings.seed = seed;
    settings.check();
    Path madeUp = Files.createTempDirectory("mem3d-show");
    try (VolumeSource volumes =
        VolumeSources.of(settings, madeUp, 0, line -> System.err.println(line))) {
      SamplePicture picture =
          switch (network) {
            case "interaction" -> marks(volumes, settings);
            case "propagation" -> sequences(volumes, settings);
            default -> regions(volumes);
          };
      picture.write(out);
    } finally {
      delete(madeUp);
    }
    System.out.println(out);
    return 0;
  }

  private SamplePicture marks(VolumeSource volumes, TrainSettings settings) {
    List<MarkedSample> drawn = new ArrayList<>();
    double seconds = 0;
    int timed = 0;
    for (int step = 0; drawn.size() < samples; step++) {
      List<TrainingVolume> seen = volumes.at(step);
      long start = cpuNanos();
      int count = Math.min(A_STEP, samples - drawn.size());
      drawn.addAll(
          new MarkSampler(settings.appearance, settings.handShare, settings.openShare)
              .draw(seen, count, new SplittableRandom(seed + step)));
      if (step > 0) {
        seconds += (cpuNanos() - start) / 1e9;
        timed += count;
      }
    }
    say(timed, seconds, "samples");
    SamplePicture picture = new SamplePicture(samples, 12);
    for (int i = 0; i < samples; i++) {
      picture.add(i, drawn.get(i));
    }
    return picture;
  }

  private SamplePicture sequences(VolumeSource volumes, TrainSettings settings) {
    SequenceSampler sampler = new SequenceSampler(settings.windowFactor, settings.appearance);
    SamplePicture picture = new SamplePicture(samples * FRAMES, 2 * FRAMES);
    double seconds = 0;
    int shown = 0;
    int timed = 0;
    for (int step = 0; shown < samples; step++) {
      List<TrainingVolume> seen = volumes.at(step);
      long start = cpuNanos();
      int count = Math.min(A_STEP, samples - shown);
      SequenceBatch batch =
          sampler.draw(seen, count, FRAMES, false, new SplittableRandom(seed + step));
      if (step > 0) {
        seconds += (cpuNanos() - start) / 1e9;
        timed += count;
      }
      for (int b = 0; b < count; b++, shown++) {
        for (int frame = 0; frame < FRAMES; frame++) {
          picture.add(shown * FRAMES + frame, batch, frame * count + b);
        }
      }
    }
    say(timed, seconds, "sequences of " + FRAMES + " slices");
    return picture;
  }

  private SamplePicture regions(VolumeSource volumes) {
    SamplePicture picture = new SamplePicture(4 * samples, 8);
    SplittableRandom random = new SplittableRandom(seed);
    int shown = 0;
    for (int step = 0; shown < samples; step++) {
      List<TrainingVolume> seen = volumes.at(step);
      TrainingVolume volume = seen.get(random.nextInt(seen.size()));
      int slice = (int) (volume.slices() * (0.25 + 0.5 * random.nextDouble()));
      picture.addSlice(4 * shown, volume, slice);
      for (int i = 0; i < CUTS.length; i++) {
        picture.addRegions(4 * shown + 1 + i, volume, slice, CUTS[i]);
      }
      shown++;
    }
    return picture;
  }

  /** Processor time of this thread: a busy machine does not change what a core can draw. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void say(int count, double seconds, String what) {
    System.err.printf(
        Locale.ROOT, "%.1f %s a second of one core%n", count / Math.max(1e-9, seconds), what);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
