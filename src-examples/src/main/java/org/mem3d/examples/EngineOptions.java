package org.mem3d.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mem3d.SegmentationEngine;
import picocli.CommandLine.Option;

/** The options of every command that computes. */
final class EngineOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "What computes; 'mem3d backends' lists them. Default: the fastest available.")
  private @Nullable String backend;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "Weights: a safetensors file of one network, or a directory with"
              + " interaction.safetensors and propagation.safetensors. Default: those built in.")
  private @Nullable Path model;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads compute. Default: all cores.")
  private int threads;

  SegmentationEngine open() {
    SegmentationEngine.Builder builder = SegmentationEngine.builder().threads(threads);
    if (backend != null) {
      builder.backend(backend);
    }
    if (model != null) {
      builder.model(model);
    }
    return builder.open();
  }
}
