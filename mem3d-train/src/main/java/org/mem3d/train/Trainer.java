package org.mem3d.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.mem3d.Mem3dException;
import org.mem3d.backend.torch.Statistics;
import org.mem3d.backend.torch.Threads;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Weights;
import org.mem3d.train.learn.AdamW;
import org.mem3d.train.learn.Learner;
import org.mem3d.train.learn.Schedule;
import org.mem3d.train.volume.VolumeSource;

/**
 * The loop: draw, learn, move, now and then judge and keep. All that a step draws follows from the
 * seed and its number, so a run that is resumed goes on as if it had never stopped; on one thread
 * of a CPU, and by a number of steps, to the bit. One thread trains and one draws the next batch.
 *
 * @param <B> the learner's batches
 */
public final class Trainer<B> {
  /** Validation volumes, never trained on. */
  private static final long APART = 0x5eedL << 32;

  private static final long SAMPLES = 1;
  private static final long STEP = 2;
  private static final long JUDGED = 3;
  private static final double SMOOTHING = 0.05;

  private final TrainSettings settings;
  private final Path directory;
  private final Learner<B> learner;
  private final VolumeSource volumes;
  private final VolumeSource apart;
  private final AdamW optimiser;
  private final Schedule schedule;
  private final Consumer<String> progressLine;
  private Checkpoint at;

  /**
   * Makes a trainer that begins anew, or goes on where the directory's checkpoint stands.
   *
   * @param directory where log, checkpoint, curve and weights are written
   * @param volumes to train on
   * @param apart to judge on; the trainer closes neither
   * @param progressLine is told how it goes, now and then
   */
  public Trainer(
      TrainSettings settings,
      Path directory,
      Learner<B> learner,
      VolumeSource volumes,
      VolumeSource apart,
      Consumer<String> progressLine) {
    this.settings = settings;
    this.directory = directory;
    this.learner = learner;
    this.volumes = volumes;
    this.apart = apart;
    this.progressLine = progressLine;
    this.optimiser =
        new AdamW(
            learner.parameters(), settings.weightDecay, settings.clipNorm, settings.averageDecay);
    this.schedule = new Schedule(settings.rate, settings.warmUpSteps);
    this.at = Checkpoint.isIn(directory) ? Checkpoint.read(directory, optimiser) : Checkpoint.START;
  }

  /** Returns the seed of volumes that are not trained on. */
  public static long seedApart(long seed) {
    return seed ^ APART;
  }

  private SplittableRandom random(long purpose, long step) {
    long mixed = settings.seed * 0x9E3779B97F4A7C15L + purpose;
    return new SplittableRandom(new SplittableRandom(mixed).nextLong() + step);
  }

  private B draw(long step) {
    return learner.draw(volumes.at(step), random(SAMPLES, step));
  }

  /**
   * Trains until the steps or hours are used up, or until a number of steps were made now.
   *
   * @param mostSteps how many steps to make at most, for tests and for stopping early
   * @return the averaged weights
   */
  public Weights run(long mostSteps) {
    ExecutorService ahead =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "samples");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Files.createDirectories(directory);
      settings.write(directory.resolve("config.json"));
      TrainLog log = new TrainLog(directory.resolve("log.csv"), at.step());
      loop(ahead, log, mostSteps);
      keep(log);
      return optimiser.averaged();
    } catch (IOException e) {
      throw new Mem3dException("cannot write to " + directory + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Mem3dException("interrupted; the last checkpoint is in " + directory, e);
    } finally {
      ahead.shutdownNow();
    }
  }

  private void loop(ExecutorService ahead, TrainLog log, long mostSteps)
      throws IOException, InterruptedException {
    if (settings.threads > 0) {
      Threads.use(settings.threads);
    }
    long first = at.step();
    Future<B> next = at.progress() < 1 ? ahead.submit(() -> draw(first)) : null;
    double stepSeconds = 0;
    double rateOfSamples = 0;
    double rateOfFlops = 0;
    double dice = Double.NaN;
    while (next != null && at.step() - first < mostSteps) {
      long step = at.step();
      long start = System.nanoTime();
      B batch = taken(next);
      next = ahead.submit(() -> draw(step + 1));
      double rate = schedule.at(step, at.progress());
      Statistics statistics =
          at.progress() < settings.normsFrozenFrom ? Statistics.OF_BATCH : Statistics.STORED;
      Learner.Score score = learner.learn(batch, statistics, random(STEP, step));
      double gradient = optimiser.step(rate);
      boolean due = settings.judgeEvery > 0 && (step + 1) % settings.judgeEvery == 0;
      double seconds = (System.nanoTime() - start) / 1e9;
      double share = stepSeconds == 0 ? 1 : SMOOTHING;
      stepSeconds += share * (seconds - stepSeconds);
      rateOfSamples += share * (learner.samples(batch) / seconds - rateOfSamples);
      rateOfFlops += share * (learner.flops(batch) / seconds - rateOfFlops);
      dice = Double.isNaN(dice) ? score.dice() : dice + SMOOTHING * (score.dice() - dice);
      double[] judged = due ? judge() : new double[0];
      double spentNow = (System.nanoTime() - start) / 1e9;
      double spent = at.seconds() + spentNow;
      at =
          new Checkpoint(
              step + 1,
              optimiser.steps(),
              progressAfter(spent, spentNow, stepSeconds),
              spent,
              at.samples() + learner.samples(batch));
      log.add(step, spent, at.progress(), rate, gradient, score, judged);
      if ((step + 1) % 10 == 0 || judged.length > 0) {
        progressLine.accept(line(dice, rateOfSamples, rateOfFlops, stepSeconds, judged));
      }
      if ((step + 1) % settings.checkpointEvery == 0) {
        keep(log);
      }
      if (at.progress() >= 1) {
        break;
      }
    }
  }

  /**
   * By steps exactly; by hours so that what is left of the time and of the schedule end together.
   */
  private double progressAfter(double spent, double seconds, double stepSeconds) {
    if (settings.steps > 0) {
      return (at.step() + 1.0) / settings.steps;
    }
    double left = settings.hours * 3600 - spent;
    if (left <= stepSeconds) {
      return 1;
    }
    return at.progress() + (1 - at.progress()) * seconds / (seconds + left);
  }

  private String line(
      double dice, double samples, double flops, double stepSeconds, double[] judged) {
    double left =
        settings.steps > 0
            ? (settings.steps - at.step()) * stepSeconds
            : settings.hours * 3600 - at.seconds();
    String apartDice =
        judged.length == 0 ? "" : String.format(Locale.ROOT, "; apart: Dice %.3f", judged[1]);
    return String.format(
        Locale.ROOT,
        "step %d, %.0f %%, Dice %.3f, %.1f samples/s, %.3f TFLOP/s, %.0f min left%s",
        at.step(),
        100 * at.progress(),
        dice,
        samples,
        flops / 1e12,
        Math.max(0, left) / 60,
        apartDice);
  }

  private static <B> B taken(Future<B> next) throws InterruptedException {
    try {
      return next.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new Mem3dException("samples cannot be drawn: " + e.getCause(), e);
    }
  }

  /** Judges the averaged weights on the same batches each time. */
  private double[] judge() {
    MapWeights now = new MapWeights();
    Weights averaged = optimiser.averaged();
    for (String name : learner.parameters().names()) {
      now.put(name, learner.parameters().shape(name), learner.parameters().values(name));
      learner.parameters().setValues(name, averaged.values(name));
    }
    double[] sum = new double[3];
    for (int i = 0; i < settings.judgeBatches; i++) {
      SplittableRandom drawn = random(JUDGED, i);
      Learner.Score score = learner.judge(learner.draw(apart.at(0), drawn), drawn);
      sum[0] += score.loss() / settings.judgeBatches;
      sum[1] += score.dice() / settings.judgeBatches;
      sum[2] += score.qualityError() / settings.judgeBatches;
    }
    for (String name : now.names()) {
      learner.parameters().setValues(name, now.values(name));
    }
    return sum;
  }

  private void keep(TrainLog log) throws IOException {
    at.write(directory, optimiser);
    log.flush();
    CurvePicture.write(directory.resolve("curve.png"), settings.network, log.rows());
  }

  /** Returns the samples seen so far, over all runs that this one resumed. */
  public long samples() {
    return at.samples();
  }

  /** Returns the steps made so far. */
  public long steps() {
    return at.step();
  }

  /** Returns the seconds trained so far. */
  public double seconds() {
    return at.seconds();
  }
}
