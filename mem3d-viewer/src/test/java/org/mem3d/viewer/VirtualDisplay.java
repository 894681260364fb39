package org.mem3d.viewer;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** An X server without a screen, of a test's own. */
final class VirtualDisplay implements AutoCloseable {
  private final Process server;
  private final String name;

  private VirtualDisplay(Process server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Returns where the X server's program is; empty if this machine has none. */
  static Optional<Path> program() {
    return Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
        .map(folder -> Path.of(folder, "Xvfb"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts a server; it chooses a number that is free. */
  static VirtualDisplay start(Path program) throws IOException {
    Process server =
        new ProcessBuilder(
                program.toString(),
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1440x920x24",
                "-nolisten",
                "tcp")
            .redirectError(Redirect.DISCARD)
            .start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    String number = out.readLine();
    if (number == null) {
      throw new IOException(program + " has ended: " + server.onExit().join().exitValue());
    }
    return new VirtualDisplay(server, ":" + number.strip());
  }

  /** Returns what DISPLAY is to be. */
  String name() {
    return name;
  }

  @Override
  public void close() {
    server.destroy();
  }
}
