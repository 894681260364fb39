package org.mem3d.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which volumes samples are drawn from. */
final class DataOptions {
  @Option(
      names = "--data",
      description =
          "A folder of volumes to train on beside made-up ones, with labels or without; can be"
              + " given several times.")
  private List<Path> data = List.of();

  @Option(
      names = "--share",
      description =
          "The share of the samples from a folder, one for each --data in their order; what they"
              + " leave comes from made-up volumes (default: half, spread evenly over the folders).")
  private List<Double> shares = List.of();

  @Option(
      names = "--cache",
      description = "Where prepared volumes are kept for later runs (default: out/train-cache).")
  private @Nullable Path cache;

  /** Returns whether an option was given that a resumed run would not heed. */
  boolean isGiven() {
    return !data.isEmpty() || !shares.isEmpty();
  }

  void addTo(TrainSettings settings) {
    if (!data.isEmpty()) {
      settings.data = data.stream().map(Path::toString).toList();
      settings.shares = List.of();
    }
    settings.shares = shares.isEmpty() ? settings.shares : shares;
    settings.cache = cache == null ? settings.cache : cache.toString();
  }
}
