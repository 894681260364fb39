package org.mem3d.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Python of this machine that can import a module. */
final class Python {
  private static final Path SCRIPTS = Path.of("src", "test", "python");

  private final String program;

  private Python(String program) {
    this.program = program;
  }

  /** Returns a Python that can import it, or nothing and prints why. */
  static Optional<Python> with(String module) throws IOException, InterruptedException {
    List<String> tried = List.of("python3", "/usr/bin/python3");
    for (String python : tried) {
      try {
        Process probe =
            new ProcessBuilder(python, "-c", "import " + module).redirectErrorStream(true).start();
        probe.getInputStream().readAllBytes();
        if (probe.waitFor() == 0) {
          return Optional.of(new Python(python));
        }
      } catch (IOException e) {
        System.out.println(python + " does not run: " + e.getMessage());
      }
    }
    System.out.println(
        "SKIPPED: comparison with " + module + ", since none of " + tried + " can import it");
    return Optional.empty();
  }

  /** Runs a script and returns what it printed. */
  List<String> run(String script, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(program, "-B", SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("python", ".txt");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " failed:\n" + Files.readString(errors));
      }
      return output.lines().toList();
    } finally {
      Files.delete(errors);
    }
  }
}
