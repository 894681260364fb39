package org.mem3d.backend.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mem3d.backend.gpu.Commands.End;
import org.mem3d.backend.gpu.Commands.Outcome;

class SystemCommandsTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static Outcome java(Duration limit, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of(JAVA));
    command.addAll(List.of(arguments));
    return new SystemCommands().run(command, limit);
  }

  @Test
  void outputAndStatusComeBack() {
    Outcome version = java(Duration.ofMinutes(1), "-version");
    assertThat(version.end()).isEqualTo(End.DONE);
    assertThat(version.status()).isZero();
    assertThat(version.output()).contains("version \"");
    assertThat(java(Duration.ofMinutes(1), "-no-such-option").status()).isNotZero();
  }

  @Test
  void programsThatAreNotThere() {
    Outcome outcome = new SystemCommands().run(List.of("/no/such/program"), Duration.ofSeconds(1));
    assertThat(outcome.end()).isEqualTo(End.NOT_FOUND);
  }

  @Test
  @Timeout(60)
  void programsThatHangAreGivenUp(@org.junit.jupiter.api.io.TempDir Path folder)
      throws java.io.IOException {
    Path program = folder.resolve("Hangs.java");
    java.nio.file.Files.writeString(
        program,
        "class Hangs { public static void main(String[] a) throws Exception {"
            + " System.out.println(1); Thread.sleep(600_000); } }");
    Outcome outcome = java(Duration.ofMillis(300), program.toString());
    assertThat(outcome.end()).isEqualTo(End.TIMED_OUT);
  }
}
