package org.mem3d.backend.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What this machine's processor is called. */
final class Processor {
  private Processor() {}

  /** Returns the model's name where the system tells it, else the architecture. */
  static String name() {
    String architecture = System.getProperty("os.arch", "CPU");
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return architecture;
    }
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      return architecture;
    }
  }

  /** Returns the classifier of this platform's natives. */
  static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String family =
        system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macosx" : "linux";
    String architecture = System.getProperty("os.arch", "");
    return family + (architecture.equals("aarch64") ? "-arm64" : "-x86_64");
  }
}
