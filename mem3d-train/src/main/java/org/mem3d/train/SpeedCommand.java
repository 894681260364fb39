package org.mem3d.train;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.backend.torch.Threads;
import org.mem3d.train.learn.AdamW;
import org.mem3d.train.learn.Learner;
import org.mem3d.train.volume.SyntheticVolume;
import org.mem3d.train.volume.TrainingVolume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code mem3d train speed}. The same batches are learned again and again, and of each
 * the fastest time counts: another's work on the same cores slows down, and nothing speeds up.
 */
@Command(
    name = SpeedCommand.NAME,
    mixinStandardHelpOptions = true,
    description = "Measures how fast networks are trained here: drawing, learning, moving weights.")
final class SpeedCommand implements Callable<Integer> {
  static final String NAME = "speed";

  private static final int VOLUMES = 8;

  @Parameters(
      paramLabel = "NETWORK",
      description = "Which networks (default: propagation and interaction).")
  private List<String> networks = List.of("propagation", "interaction");

  @Option(names = "--batches", description = "How many batches (default: 8).")
  private int batches = 8;

  @Option(names = "--rounds", description = "How often each is learned (default: 5).")
  private int rounds = 5;

  @Option(names = "--batch", description = "Samples of a batch (default: the network's).")
  private int batch;

  @Option(names = "--threads", description = "Threads that compute (default: all cores).")
  private int threads;

  @Option(names = "--device", description = "cpu, cuda or cuda:N (default: cpu).")
  private String device = "cpu";

  @Option(
      names = "--precision",
      description = "auto, float32 or bfloat16 (default: auto, as in training).")
  private String precision = "auto";

  /** Seconds of one batch. */
  private static final class Times {
    /** What all cores spend on its gradients. */
    double learn = Double.POSITIVE_INFINITY;

    /** What the optimiser's core spends. */
    double move = Double.POSITIVE_INFINITY;

    /** From the batch to moved weights, as the clock tells. */
    double step = Double.POSITIVE_INFINITY;
  }

  @Override
  public Integer call() throws IOException {
    if (threads > 0) {
      Threads.use(threads);
    }
    List<TrainingVolume> volumes = new ArrayList<>();
    for (int seed = 0; seed < VOLUMES; seed++) {
      volumes.add(TrainingVolume.of("made-up " + seed, SyntheticVolume.of(seed)));
    }
    System.out.println(
        "network      batch samples | CPU: draw, ms  learn, s  move, ms | step, s samples/s"
            + " TFLOP/s");
    for (String network : networks) {
      TrainSettings settings = TrainSettings.forNetwork(network);
      settings.batch = batch > 0 ? batch : settings.batch;
      settings.threads = threads;
      settings.device = device;
      settings.precision = precision;
      settings.check();
      try (Learner<?> learner = TrainingJob.learner(settings, TrainingJob.precision(settings))) {
        System.out.println(measure(settings, learner, volumes));
      }
    }
    return 0;
  }

  private <B> String measure(
      TrainSettings settings, Learner<B> learner, List<TrainingVolume> volumes) {
    AdamW optimiser =
        new AdamW(
            learner.parameters(), settings.weightDecay, settings.clipNorm, settings.averageDecay);
    List<Times> times = new ArrayList<>();
    double draw = 0;
    double samples = 0;
    double flops = 0;
    for (int i = 0; i < batches; i++) {
      times.add(new Times());
    }
    for (int round = 0; round < rounds; round++) {
      draw = 0;
      samples = 0;
      flops = 0;
      for (int i = 0; i < batches; i++) {
        // Drawn anew, for a batch may change while it is learned.
        long start = ownNanos();
        B batch = learner.draw(volumes, new SplittableRandom(i));
        draw += (ownNanos() - start) / 1e9;
        samples += learner.samples(batch);
        flops += learner.flops(batch);
        time(learner, optimiser, batch, times.get(i), i);
      }
    }
    double step = times.stream().mapToDouble(each -> each.step).sum();
    return String.format(
        Locale.ROOT,
        "%-12s %5d %7.1f | %13.0f %9.3f %9.1f | %7.3f %9.1f %7.4f",
        settings.network,
        settings.batch,
        samples / batches,
        1e3 * draw / batches,
        times.stream().mapToDouble(each -> each.learn).average().orElseThrow(),
        1e3 * times.stream().mapToDouble(each -> each.move).average().orElseThrow(),
        step / batches,
        samples / step,
        flops / step / 1e12);
  }

  private static <B> void time(
      Learner<B> learner, AdamW optimiser, B batch, Times times, long seed) {
    long start = System.nanoTime();
    long cores = coreNanos();
    learner.learn(batch, Statistics.OF_BATCH, new SplittableRandom(seed));
    times.learn = Math.min(times.learn, (coreNanos() - cores) / 1e9);
    long own = ownNanos();
    optimiser.step(1e-5);
    times.move = Math.min(times.move, (ownNanos() - own) / 1e9);
    times.step = Math.min(times.step, (System.nanoTime() - start) / 1e9);
  }

  private static long ownNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long coreNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
