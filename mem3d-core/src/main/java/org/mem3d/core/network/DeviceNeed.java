package org.mem3d.core.network;

import org.mem3d.graph.Weights;
import org.mem3d.spi.CompileOptions;

/**
 * What the default networks take of a device in a round, at most: weights and working memory of
 * every graph, memory banks and batches. Features that are kept come on top, as many as one likes.
 * Immutable.
 *
 * @param weights bytes of the weights, once for each graph and batch size
 * @param arenas bytes of the graphs' working memory, in float32
 * @param tensors bytes of banks, batches and features in use
 */
public record DeviceNeed(long weights, long arenas, long tensors) {
  /**
   * Counts the need of both networks.
   *
   * @param slots how many slices a memory bank holds
   * @param topK as {@link MemoryModel} takes it
   */
  public static DeviceNeed of(
      Weights interaction, Weights memory, int slots, int topK, Batches batches) {
    DryBackend dry = new DryBackend();
    try (InteractionModel first =
            new InteractionModel(dry, interaction, "interaction", CompileOptions.F32, batches);
        MemoryModel second =
            new MemoryModel(dry, memory, "memory", slots, topK, CompileOptions.F32, 0, batches)) {
      first.takeAll();
      second.takeAll();
    }
    return new DeviceNeed(dry.weights(), dry.arenas(), dry.tensors());
  }

  /** Returns the sum. */
  public long bytes() {
    return weights + arenas + tensors;
  }
}
