package org.mem3d.backend.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mem3d.SegmentationEngine;

/** What OpenMP was told when it was loaded, each time in a JVM of its own. */
@Timeout(300)
class SpinCountTest {
  /** Opens an engine, then shows what the environment is to Java and to a process it starts. */
  static final class Program {
    private Program() {}

    /** Does so. */
    public static void main(String[] args) throws Exception {
      try (SegmentationEngine engine = SegmentationEngine.open()) {
        System.out.println("backend " + engine.backendName());
      }
      System.out.println("Java sees " + System.getenv("GOMP_SPINCOUNT"));
      Process child = new ProcessBuilder("sh", "-c", "echo a child sees $GOMP_SPINCOUNT.").start();
      System.out.write(child.getInputStream().readAllBytes());
      System.out.flush();
    }
  }

  @BeforeAll
  static void onLinux() {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "GNU's OpenMP is on Linux");
  }

  private static String run(Map<String, String> variables) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    builder.environment().keySet().removeAll(List.of("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"));
    builder.environment().put("OMP_DISPLAY_ENV", "verbose");
    builder.environment().putAll(variables);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("backend onednn");
    return said;
  }

  @Test
  void threadsSleepSoon() throws Exception {
    assertThat(run(Map.of()))
        .contains("GOMP_SPINCOUNT = '5000'", "Java sees null", "a child sees .");
  }

  @Test
  void whatTheUserSaysCounts() throws Exception {
    assertThat(run(Map.of("GOMP_SPINCOUNT", "77")))
        .contains("GOMP_SPINCOUNT = '77'", "Java sees 77", "a child sees 77.");
    assertThat(run(Map.of("OMP_WAIT_POLICY", "passive"))).contains("GOMP_SPINCOUNT = '0'");
  }
}
