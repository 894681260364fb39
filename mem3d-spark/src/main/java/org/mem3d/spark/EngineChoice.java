package org.mem3d.spark;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationSettings;
import org.mem3d.SegmentationEngine;

/**
 * Which engine executors open. Immutable.
 *
 * @param backend what computes; null for the fastest available
 * @param model weights, a file or folder on each executor's machine; null for those on the class
 *     path
 * @param threads how many threads compute for one job
 * @param memoryMegabytes what the jobs of one executor may take together; 0 for as much as its heap
 *     may grow to
 */
public record EngineChoice(
    @Nullable String backend, @Nullable String model, int threads, long memoryMegabytes)
    implements Serializable {
  /** The fastest backend, the weights on the class path, one thread for each job. */
  public static final EngineChoice DEFAULT = new EngineChoice(null, null, 1, 0);

  /** Opens the engine. */
  SegmentationEngine open(PropagationSettings settings) {
    SegmentationEngine.Builder builder =
        SegmentationEngine.builder().threads(threads).settings(settings);
    if (backend != null) {
      builder.backend(backend);
    }
    if (model != null) {
      builder.model(Path.of(model));
    }
    return builder.open();
  }

  /** Returns what jobs may take together, in bytes. */
  long memoryBytes() {
    return memoryMegabytes == 0 ? Runtime.getRuntime().maxMemory() : memoryMegabytes << 20;
  }
}
