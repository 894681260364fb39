package org.mem3d.backend.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A machine as the probe sees it, so that tests can replay others. Immutable.
 *
 * @param platform system and processor, as in {@code linux-x86_64}
 * @param environment a variable's value by its name; empty if it is not set
 * @param exists whether there is a file of that path
 * @param commands runs programs
 */
record Host(
    String platform,
    UnaryOperator<String> environment,
    Predicate<String> exists,
    Commands commands) {

  /** Returns the machine on which this runs. */
  static Host current() {
    return new Host(
        platform(System.getProperty("os.name", ""), System.getProperty("os.arch", "")),
        name -> {
          String value = System.getenv(name);
          return value == null ? "" : value;
        },
        path -> Files.exists(Path.of(path)),
        new SystemCommands());
  }

  /** Returns the platform as JavaCPP names it, from Java's names. */
  static String platform(String system, String processor) {
    String lower = system.toLowerCase(Locale.ROOT);
    String family =
        lower.startsWith("windows")
            ? "windows"
            : lower.startsWith("mac") ? "macosx" : lower.startsWith("linux") ? "linux" : lower;
    String architecture =
        switch (processor) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> processor;
        };
    return family + "-" + architecture;
  }

  boolean isWindows() {
    return platform.startsWith("windows-");
  }

  boolean isMac() {
    return platform.startsWith("macosx-");
  }
}
