package org.mem3d.eval.baseline;

import java.nio.file.Path;

/**
 * Opens the networks that are baselines, found by {@code ServiceLoader}: what computes them is not
 * a dependency of the evaluation. The one that there is comes with mem3d-train.
 */
public interface VolumeNetworkProvider {
  /**
   * Reads weights and makes a network ready.
   *
   * @param weights a safetensors file
   * @param threads how many compute; 0 for all cores
   * @throws org.mem3d.Mem3dException if the weights are missing or of another network, or what
   *     computes cannot be loaded; the message names the remedy
   */
  VolumeNetwork open(Path weights, int threads);
}
