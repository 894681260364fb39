package org.mem3d.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mem3d.runtime.backend.BackendRegistry;
import org.mem3d.spi.BackendStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** On what is measured: to be kept beside results. */
@Command(name = "machine", description = "Describes the machine, to be kept beside results.")
final class Machine implements Callable<Integer> {
  /** Names alone do not tell generations of processors apart on virtual machines. */
  private static final Path CPU = Path.of("/proc/cpuinfo");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s (family %s, model %s), %d processors, %s%n",
        first(CPU, "model name\\s*: (.*)", System.getProperty("os.arch")),
        first(CPU, "cpu family\\s*: (.*)", "unknown"),
        first(CPU, "model\\s*: (.*)", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        first(Path.of("/proc/meminfo"), "MemTotal:\\s*(.*)", "memory unknown"));
    out.printf(
        "%s %s, %s %s%n",
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("java.vm.name"),
        System.getProperty("java.version"));
    for (String variable : new String[] {"GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "OMP_NUM_THREADS"}) {
      String value = System.getenv(variable);
      out.println(variable + (value == null ? " is not set" : "=" + value));
    }
    for (BackendStatus status : BackendRegistry.load(Machine.class.getClassLoader()).statuses()) {
      var availability = status.availability();
      out.println(
          status.name()
              + ": "
              + (availability.available()
                  ? availability.device() + ", " + availability.version()
                  : availability.reason()));
    }
    return 0;
  }

  private static String first(Path file, String pattern, String otherwise) throws IOException {
    if (!Files.isReadable(file)) {
      return otherwise;
    }
    Matcher matcher =
        Pattern.compile(pattern).matcher(Files.readString(file, StandardCharsets.UTF_8));
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
