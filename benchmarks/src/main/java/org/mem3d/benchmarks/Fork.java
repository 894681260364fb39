package org.mem3d.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mem3d.Mem3dException;

/**
 * A JVM of its own for one measurement: ND4J binds one of its backends for the life of a process,
 * and a measurement should not find what another one left. Immutable.
 *
 * @param heapMegabytes the fixed size of its heap
 * @param environment variables set on top of this process's
 */
record Fork(int heapMegabytes, Map<String, String> environment) {
  /** Returns a fork that lets ND4J bind the backend of that name, if it is one of its own. */
  static Fork forBackend(String name, int heapMegabytes) {
    if (name.equals("nd4j-cpu")) {
      return new Fork(heapMegabytes, Map.of("BACKEND_PRIORITY_CPU", "1000"));
    }
    if (name.equals("nd4j-cuda")) {
      return new Fork(heapMegabytes, Map.of("BACKEND_PRIORITY_GPU", "1000"));
    }
    return new Fork(heapMegabytes, Map.of());
  }

  /**
   * Runs {@link Bench} in a new JVM and returns what it printed.
   *
   * @throws Mem3dException if it fails; the message is the last line of its errors
   */
  String run(List<String> arguments) throws IOException, InterruptedException {
    return run(Bench.class, arguments);
  }

  /**
   * Runs a program in a new JVM and returns what it printed.
   *
   * @throws Mem3dException if it fails; the message is the last line of its errors
   */
  String run(Class<?> program, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xms" + heapMegabytes + "m", "-Xmx" + heapMegabytes + "m"));
    command.addAll(List.of("-XX:+UseParallelGC", "-Djava.awt.headless=true"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            argument ->
                argument.startsWith("-Dmem3d.")
                    || argument.startsWith("--enable-native-access")
                    || argument.startsWith("--sun-misc-unsafe-memory-access"))
        .forEach(command::add);
    command.add(program.getName());
    command.addAll(arguments);
    Path out = Files.createTempFile("mem3d-bench", ".out");
    Path err = Files.createTempFile("mem3d-bench", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      // Not as an argument: ONNX Runtime 1.29 overflows its stack where the command line is long.
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      builder.environment().putAll(environment);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      Process process = builder.start();
      try {
        if (process.waitFor() != 0) {
          throw new Mem3dException(lastLine(err, process.exitValue()));
        }
      } finally {
        process.destroyForcibly();
      }
      return Files.readString(out, Charset.defaultCharset());
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static String lastLine(Path err, int status) throws IOException {
    List<String> lines =
        Files.readString(err, Charset.defaultCharset())
            .lines()
            .filter(line -> line.startsWith("mem3d: "))
            .toList();
    return lines.isEmpty()
        ? "a measurement's process ended with status " + status
        : lines.get(lines.size() - 1).substring("mem3d: ".length());
  }
}
