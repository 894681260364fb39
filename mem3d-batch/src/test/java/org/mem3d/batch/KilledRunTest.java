package org.mem3d.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose process is ended by force, twice, and started again. */
@Tag("slow") // starts processes
@Timeout(300)
class KilledRunTest {
  private static final int JOBS = 8;

  @TempDir Path work = Path.of(".");

  /** The process: a run of the cohort in a folder. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      Manifest manifest = Manifest.read(folder.resolve("manifest.jsonl"));
      new TestCohort(folder).run(manifest, Path.of(args[1]), 2, 1L << 30, TestCohort::engine);
    }
  }

  private static Map<Path, FileTime> records(Path out) throws IOException {
    Map<Path, FileTime> records = new HashMap<>();
    if (Files.isDirectory(out.resolve("jobs"))) {
      try (Stream<Path> files = Files.walk(out.resolve("jobs"))) {
        for (Path file : files.filter(each -> each.endsWith(JobRecord.FILE)).toList()) {
          records.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    return records;
  }

  private Process start(Path folder, Path out) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            folder.toString(),
            out.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void everyResultIsThereOnceAndAsIfNothingHadHappened() throws Exception {
    TestCohort cohort = new TestCohort(Files.createDirectories(work.resolve("in")));
    for (int i = 0; i < JOBS; i++) {
      cohort.volume("v" + i, i).job("j" + i, "v" + i, ", \"outputs\": [\"mask\", \"session\"]");
    }
    cohort.run(work.resolve("whole"), 2);
    Path out = work.resolve("killed");
    for (int wanted : List.of(2, 5)) {
      Process process = start(cohort.folder, out);
      while (records(out).size() < wanted && process.isAlive()) {
        Thread.sleep(2);
      }
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(records(out)).hasSizeBetween(wanted, JOBS - 1);
    }
    Map<Path, FileTime> before = records(out);
    Process last = start(cohort.folder, out);
    assertThat(last.waitFor(200, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).isZero();
    assertThat(records(out)).hasSize(JOBS).containsAllEntriesOf(before);
    // A name that stands for a half file was never there: what was being written is beside it.
    Map<String, String> content = TestCohort.content(out);
    assertThat(content).containsAllEntriesOf(TestCohort.content(work.resolve("whole")));
  }
}
