package org.mem3d.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mem3d.batch.CohortListener;
import org.mem3d.batch.CohortRun;
import org.mem3d.batch.CohortTables;
import org.mem3d.batch.EngineSet;
import org.mem3d.batch.JobOutcome;
import org.mem3d.batch.JobRunner;
import org.mem3d.batch.LocalFiles;
import org.mem3d.batch.Manifest;
import org.mem3d.eval.command.CommandProgram;
import org.mem3d.file.FileRoles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Does the jobs of a manifest, several volumes at a time. */
@Command(
    name = "batch",
    description = {
      "Segments the volumes of a MANIFEST (.jsonl or .csv, one job a line) and writes their results"
          + " and tables of all of them into a folder.",
      "A run that was ended goes on when it is started again: what is done is not computed anew. A"
          + " job that fails is listed with its reason, and the others go on; the exit status is"
          + " then 1."
    })
final class BatchCommand implements Callable<Integer> {
  /** What the process takes before a job begins: the virtual machine, libraries, weights. */
  private static final long PROCESS_MEGABYTES = 350;

  private static final long MEGABYTE = 1L << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private EngineOptions engineOptions = new EngineOptions();

  @Parameters(paramLabel = "MANIFEST", description = "The jobs; see docs/cohorts.md.")
  private Path manifestFile = Path.of(".");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the results; made if it is not there.")
  private Path out = Path.of(".");

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many volumes are worked on at a time. Default: as many as there are cores; each"
              + " computes on one, or on --threads.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description =
          "How much memory the process may take: jobs wait until they fit. Default: what Java's"
              + " heap may grow to.")
  private @Nullable Long memory;

  @Override
  public Integer call() throws InterruptedException {
    requireOptions();
    Manifest manifest = Manifest.read(manifestFile);
    FileRoles roles = new FileRoles().reads("MANIFEST", manifestFile);
    engineOptions.addTo(roles);
    roles
        .writesInto(
            "--out", out, List.of(CohortTables.OBJECTS, CohortTables.JOBS, CohortTables.WORK_LIST))
        .check();
    makeFolder();
    PrintWriter answers = spec.commandLine().getOut();
    Progress progress = new Progress(spec.commandLine().getErr());
    long begin = System.nanoTime();
    List<JobOutcome> outcomes;
    int threads = engineOptions.threads() == 0 ? 1 : engineOptions.threads();
    try (EngineSet engines =
        new EngineSet(
            engineOptions.settings(), settings -> engineOptions.open(settings, threads))) {
      Path folder = manifestFile.toAbsolutePath().getParent();
      LocalFiles files = new LocalFiles(folder == null ? Path.of(".") : folder, out);
      JobRunner runner = new JobRunner(engines, files, memoryBytes());
      outcomes =
          new CohortRun(runner, (outcome, far) -> show(progress, outcome, far))
              .run(manifest, Math.min(jobs, manifest.jobs().size()));
    }
    progress.clear();
    CohortTables tables = new CohortTables(outcomes);
    tables.write(out);
    return tell(answers, outcomes, tables, (System.nanoTime() - begin) / 1e9);
  }

  private void requireOptions() {
    if (jobs < 1) {
      throw new ParameterException(spec.commandLine(), "--jobs must be 1 or more, not " + jobs);
    }
    if (memory != null && memory <= PROCESS_MEGABYTES) {
      throw new ParameterException(
          spec.commandLine(),
          "--memory must be more than " + PROCESS_MEGABYTES + ", which the process takes itself");
    }
  }

  /** Returns what jobs may take together. */
  private long memoryBytes() {
    long heap = Runtime.getRuntime().maxMemory();
    return memory == null ? heap : (memory - PROCESS_MEGABYTES) * MEGABYTE;
  }

  private void makeFolder() {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void show(Progress progress, JobOutcome outcome, CohortListener.Progress far) {
    if (outcome.record() == null) {
      progress.say(outcome.id() + " failed: " + outcome.reason());
    }
    Duration left = far.left();
    String time = left == null ? "" : ", " + text(left) + " left";
    progress.step("jobs" + time, far.finished(), far.total());
  }

  private static String text(Duration left) {
    long seconds = left.toSeconds();
    return seconds < 60
        ? seconds + " s"
        : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }

  private int tell(
      PrintWriter answers, List<JobOutcome> outcomes, CohortTables tables, double seconds) {
    long failed = outcomes.stream().filter(outcome -> outcome.record() == null).count();
    long kept = outcomes.stream().filter(JobOutcome::kept).count();
    long done = outcomes.size() - failed - kept;
    answers.printf(
        Locale.ROOT,
        "%d jobs: %d done in %.1f s, %d done before, %d failed%n",
        outcomes.size(),
        done,
        seconds,
        kept,
        failed);
    CohortTables.Judgement judgement = tables.judgement();
    if (judgement.objects() > 0) {
      answers.printf(
          Locale.ROOT,
          "%d objects with a truth: Dice %.3f in the mean, %.3f expected, %.0f %% in the expected"
              + " interval%n",
          judgement.objects(),
          judgement.trueDice(),
          judgement.expectedDice(),
          100 * judgement.within());
    }
    answers.println("wrote " + out.resolve(CohortTables.OBJECTS));
    return failed == 0 ? 0 : CommandProgram.FAILED;
  }
}
