package org.mem3d.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.batch.JobOutcome;
import org.mem3d.batch.TestCohort;

/** A small cohort on a cluster of two executors, each a JVM of its own. */
@Tag("slow") // starts processes
@Timeout(300)
class SparkCohortTest {
  private static final EngineChoice ONEDNN = new EngineChoice("onednn", null, 1, 0);
  private static final int JOBS = 6;

  @TempDir static Path work = Path.of(".");

  private static SparkSession spark;
  private static TestCohort cohort;
  private static Map<String, String> local;
  private static final Set<String> EXECUTORS = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void start() throws Exception {
    cohort = new TestCohort(Files.createDirectories(work.resolve("in")));
    for (int i = 0; i < JOBS; i++) {
      cohort.volume("v" + i, i);
      String truth = ", \"truth\": \"v" + i + "-truth.nii.gz\"";
      cohort.job("j" + i, "v" + i, i % 2 == 0 ? truth : ", \"outputs\": [\"mask\", \"session\"]");
    }
    cohort.job("missing", "none", "");
    cohort.run(work.resolve("local"), 2);
    local = TestCohort.content(work.resolve("local"));

    // Executors are started as from a build of Spark's, which has no folder of jars: the class path
    // of this test has them all.
    spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .appName("mem3d-test")
            .config("spark.executorEnv.SPARK_TESTING", "1")
            // What lives for seconds only need not be compiled well.
            .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
            .config("spark.executor.memory", "600m")
            .config("spark.ui.enabled", "false")
            .config("spark.local.dir", work.resolve("scratch").toString())
            .config("spark.sql.warehouse.dir", work.resolve("warehouse").toString())
            .config(
                "spark.hadoop." + OtherFileSystem.IMPLEMENTATION, OtherFileSystem.class.getName())
            .getOrCreate();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                EXECUTORS.add(end.taskInfo().executorId());
              }
            });
  }

  @AfterAll
  static void stop() {
    if (spark != null) {
      spark.stop();
    }
  }

  /** Returns what the files hold that a run on one machine writes, too. */
  private static Map<String, String> content(Path out) {
    Map<String, String> content = TestCohort.content(out);
    content.keySet().removeIf(name -> name.contains(".parquet"));
    // The place of a file that is missing is told in full.
    content.replaceAll((name, text) -> text.replaceAll("missing,failed,[^\\n]*", "missing"));
    return content;
  }

  private static Map<String, String> localContent() {
    Map<String, String> content = new TreeMap<>(local);
    content.replaceAll((name, text) -> text.replaceAll("missing,failed,[^\\n]*", "missing"));
    return content;
  }

  @Test
  void theSameBytesAsOnOneMachine() throws IOException {
    Path out = work.resolve("cluster");
    String manifest = cohort.folder.resolve("manifest.jsonl").toString();
    List<JobOutcome> outcomes = new SparkCohort(spark, manifest, out.toString(), ONEDNN).run();
    assertThat(outcomes).extracting(JobOutcome::kept).containsOnly(false);
    assertThat(outcomes).filteredOn(outcome -> outcome.record() != null).hasSize(JOBS);
    assertThat(content(out)).isEqualTo(localContent());
    assertThat(EXECUTORS).as("executors that did jobs").hasSizeGreaterThan(1);

    // Another run finds all of it done, and Parquet has what CSV has.
    List<JobOutcome> again = new SparkCohort(spark, manifest, out.toString(), ONEDNN).run();
    assertThat(again).filteredOn(JobOutcome::kept).hasSize(JOBS);
    assertThat(content(out)).isEqualTo(localContent());
    List<String> csv = Files.readAllLines(out.resolve("results.csv"));
    assertThat(spark.read().parquet(out.resolve("results.parquet").toString()).count())
        .isEqualTo(csv.size() - 1);
    assertThat(
            String.join(
                ",", spark.read().parquet(out.resolve("worklist.parquet").toString()).columns()))
        .isEqualTo(Files.readAllLines(out.resolve("worklist.csv")).get(0));
  }

  @Test
  void anExecutorThatIsKilledInMidRun() throws Exception {
    Path out = work.resolve("killed");
    CompletableFuture<List<JobOutcome>> run =
        CompletableFuture.supplyAsync(
            () ->
                new SparkCohort(
                        spark,
                        "other:" + cohort.folder.resolve("manifest.jsonl"),
                        "other:" + out,
                        ONEDNN)
                    .run());
    while (records(out).isEmpty() && !run.isDone()) {
      Thread.sleep(5);
    }
    Map<Path, FileTime> before = records(out);
    // The workers run in this process, and start nothing but executors.
    ProcessHandle executor = ProcessHandle.current().children().findFirst().orElseThrow();
    executor.destroyForcibly();
    executor.onExit().get(30, TimeUnit.SECONDS);
    assertThat(run).as("was killed before the end").isNotDone();
    List<JobOutcome> outcomes = run.get(200, TimeUnit.SECONDS);
    assertThat(outcomes).filteredOn(outcome -> outcome.record() != null).hasSize(JOBS);
    assertThat(content(out)).isEqualTo(localContent());
    assertThat(before).isNotEmpty();
    assertThat(records(out))
        .as("what was finished was not computed again")
        .containsAllEntriesOf(before);
  }

  /** Returns the records of finished jobs, with the times at which they were written. */
  private static Map<Path, FileTime> records(Path out) throws IOException {
    Map<Path, FileTime> records = new HashMap<>();
    Path jobs = out.resolve("jobs");
    if (Files.isDirectory(jobs)) {
      try (Stream<Path> folders = Files.list(jobs)) {
        for (Path folder : folders.toList()) {
          Path record = folder.resolve("job.json");
          if (Files.exists(record)) {
            records.put(record, Files.getLastModifiedTime(record));
          }
        }
      }
    }
    return records;
  }
}
