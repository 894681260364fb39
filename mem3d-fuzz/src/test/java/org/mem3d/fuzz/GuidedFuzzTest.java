package org.mem3d.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A few seconds of fuzzing guided by coverage for each reader, each in a process of its own, since
 * the fuzzer runs one target in a process. What it finds is printed with the input that shows it,
 * to be kept beside the seeds.
 */
@Tag("slow") // processes that fuzz
class GuidedFuzzTest {
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "org.mem3d.fuzz.NiftiFuzzTest, plain",
    "org.mem3d.fuzz.SafetensorsFuzzTest, whole",
    "org.mem3d.fuzz.CheckpointFuzzTest, pickle",
    "org.mem3d.core.session.SessionFileFuzzTest, states",
    "org.mem3d.cli.InteractionsFuzzTest, json",
    "org.mem3d.cli.InteractionsFuzzTest, picture",
  })
  void nothingIsFoundInSeconds(String target, String method)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            Jazzer.class.getName(),
            "--target_class=" + target,
            "--target_method=" + method,
            "--instrumentation_includes=org.mem3d.**",
            // Files of marks name masks wherever these are: that is no finding.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.FilePathTraversal",
            "-max_total_time=4");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String told = Files.readString(out);
    assertThat(process.exitValue()).as(told).isZero();
    Matcher runs = RUNS.matcher(told);
    assertThat(runs.find()).as(told).isTrue();
    System.out.println(target + "." + method + ": " + runs.group(1) + " inputs");
    assertThat(Long.parseLong(runs.group(1))).isPositive();
  }
}
