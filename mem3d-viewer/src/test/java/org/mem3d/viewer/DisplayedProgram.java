package org.mem3d.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs a program in a JVM with a display of its own. Stateless. */
public final class DisplayedProgram {
  private DisplayedProgram() {}

  /** Returns a folder under target that is there and empty. */
  public static Path emptyFolder(String name) throws IOException {
    Path folder = Path.of("target", name).toAbsolutePath();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
    return Files.createDirectories(folder);
  }

  /**
   * Runs a program, and checks that its status is 0; the test is skipped where there is no Xvfb.
   *
   * @param folder the program's first argument; gets what it says as said.txt
   * @return what the program said
   */
  public static String run(Class<?> program, Path folder, String... arguments)
      throws IOException, InterruptedException {
    Optional<Path> server = VirtualDisplay.program();
    assumeTrue(server.isPresent(), "no Xvfb on this machine: the window is not tried");
    Path said = folder.resolve("said.txt");
    try (VirtualDisplay display = VirtualDisplay.start(server.orElseThrow())) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx3g",
                  "-Djava.awt.headless=false",
                  "-cp",
                  System.getProperty("java.class.path"),
                  program.getName(),
                  folder.toString()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("DISPLAY", display.name());
      int status =
          builder.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
      assertThat(status).as(Files.readString(said)).isZero();
    }
    return Files.readString(said);
  }
}
