package org.mem3d.backend.gpu;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A card, or the part of one that is given out as a device of its own (MIG). Immutable.
 *
 * @param name the model, as in {@code NVIDIA A100-SXM4-40GB}
 * @param uuid the driver's name for it; empty if it was not told
 * @param totalBytes its memory; 0 if it was not told
 * @param freeBytes what of it was free when it was asked; -1 if that was not told
 * @param capability its compute capability; null if neither the driver nor its name tells
 */
public record Gpu(
    String name,
    String uuid,
    long totalBytes,
    long freeBytes,
    @Nullable ComputeCapability capability) {

  /** Returns name, memory and compute capability, as in {@code NVIDIA T4 (15.0 GiB, 7.5)}. */
  @Override
  public String toString() {
    String memory =
        totalBytes > 0
            ? String.format(Locale.ROOT, "%.1f GiB", totalBytes / (double) (1 << 30))
            : "memory unknown";
    return name
        + " ("
        + memory
        + ", compute capability "
        + (capability == null ? "unknown" : capability)
        + ")";
  }
}
