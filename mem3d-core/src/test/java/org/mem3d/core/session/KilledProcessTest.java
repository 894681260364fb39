package org.mem3d.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mem3d.Volume;

/**
 * A process that saves its session is killed at moments drawn by lot ({@code -Dmem3d.kills=200} for
 * so many): the file always opens, has what was said to be saved at least, and is one state, to
 * which its log leads.
 */
@Tag("slow") // starts processes
class KilledProcessTest {
  private static final int KILLS = Integer.getInteger("mem3d.kills", 5);

  private static final Pattern SAVED = Pattern.compile("saved ([0-9]+)\n");

  @TempDir private Path folder;

  @Test
  void theFileIsAStateBeforeOrAfter() throws IOException, InterruptedException {
    long seed = Long.getLong("mem3d.seed", System.nanoTime());
    System.out.println("killed processes: -Dmem3d.seed=" + seed + " -Dmem3d.kills=" + KILLS);
    SplittableRandom random = new SplittableRandom(seed);
    Path file = folder.resolve("session");
    Volume volume = RandomSessionTest.volume();
    List<String> before = List.of();
    int grown = 0;
    try (CoreEngine engine = QuickNetworks.engine(EngineSettings.DEFAULT)) {
      for (int kill = 0; kill < KILLS; kill++) {
        int promised = Math.max(before.size(), killed(file, random.nextInt(400)));
        try (CoreSession restored = (CoreSession) engine.restore(file, volume);
            CoreSession replayed = (CoreSession) engine.replay(file, volume)) {
          List<String> log = restored.timeline().log().lines();
          assertThat(log.size()).as("kill %d", kill).isGreaterThanOrEqualTo(promised);
          assertThat(log.subList(0, before.size())).isEqualTo(before);
          assertThat(restored.now().equals(replayed.now())).as("kill %d", kill).isTrue();
          assertThat(restored.mask()).isEqualTo(replayed.mask());
          grown += log.size() > before.size() ? 1 : 0;
          before = log;
        }
        if (kill % 20 == 19) {
          System.out.println((kill + 1) + " kills, after " + grown + " more was saved");
        }
        if (before.size() > 60) {
          before = List.of();
          Files.delete(file);
        }
      }
    }
    assertThat(grown).as("kills after which more was saved").isGreaterThan(KILLS / 2);
    try (Stream<Path> left = Files.list(folder)) {
      // What was being written when a process was killed goes when the next one writes.
      assertThat(left.count()).isLessThanOrEqualTo(2);
    }
  }

  /** Returns the number of calls that were last said to be saved. */
  private int killed(Path file, int millis) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder.getParent(), "said", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AutosavingProcess.class.getName(),
                file.toString())
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (!SAVED.matcher(Files.readString(said)).find()) {
        assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).as("it has ended").isFalse();
      }
      assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).as("it has ended").isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
    int last = 0;
    // The last line may be cut off by the kill.
    String text = Files.readString(said);
    assertThat(text).doesNotContain("failed");
    Matcher line = SAVED.matcher(text);
    while (line.find()) {
      last = Integer.parseInt(line.group(1));
    }
    Files.delete(said);
    return last;
  }
}
