package org.mem3d.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every benchmark: with what it runs, and where its results go. */
final class RunOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many threads compute. Default: all cores.")
  private int threads;

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the results as JSON.")
  private @Nullable Path json;

  /** Returns how many threads compute; 0 for all cores. */
  int threads() {
    return threads;
  }

  @Nullable Path json() {
    return json;
  }
}
