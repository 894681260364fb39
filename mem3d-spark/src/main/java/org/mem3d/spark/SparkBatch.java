package org.mem3d.spark;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.mem3d.batch.JobOutcome;
import org.mem3d.eval.command.CommandProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code spark-submit} runs: the jobs of a manifest, on the cluster that it names. */
@Command(
    name = "mem3d-spark",
    mixinStandardHelpOptions = true,
    description = "Segments the volumes of a MANIFEST on a cluster; see docs/cohorts.md.")
public final class SparkBatch implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "MANIFEST",
      description = "The jobs: a path or URI (hdfs://, s3a://, file://).")
  private String manifest = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the results: a path or URI that all executors reach.")
  private String out = "";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "What computes on the executors. Default: the fastest available.")
  private @Nullable String backend;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Weights: a file or folder on each executor's machine. Default: those on the class"
              + " path.")
  private @Nullable String model;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads compute for one job; spark.task.cpus. Default: 1.")
  private int threads = 1;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description =
          "What the jobs of one executor may take together. Default: what its heap may grow to.")
  private long memory;

  private SparkBatch() {}

  /** Runs it, and ends the process with a status that is not 0 if a job failed. */
  public static void main(String[] args) {
    int status = CommandProgram.run(new CommandLine(new SparkBatch()), args);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public Integer call() throws IOException {
    EngineChoice engine = new EngineChoice(backend, model, threads, memory);
    try (SparkSession spark = SparkSession.builder().appName("mem3d").getOrCreate()) {
      List<JobOutcome> outcomes = new SparkCohort(spark, manifest, out, engine).run();
      long failed = outcomes.stream().filter(outcome -> outcome.record() == null).count();
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%d jobs: %d done, of them %d before, %d failed%n",
              outcomes.size(),
              outcomes.size() - failed,
              outcomes.stream().filter(JobOutcome::kept).count(),
              failed);
      return failed == 0 ? 0 : CommandProgram.FAILED;
    }
  }
}
