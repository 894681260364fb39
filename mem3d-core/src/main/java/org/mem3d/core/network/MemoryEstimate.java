package org.mem3d.core.network;

import java.util.List;
import java.util.function.Consumer;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.Backend;

/**
 * What the networks take of a device in a round, at most: weights and working memory of every
 * graph, memory banks and batches. Features that are kept come on top, as many as one likes.
 * Immutable.
 *
 * @param weights bytes of the weights, once for each graph and batch size
 * @param arenas bytes of the graphs' working memory, in float32
 * @param tensors bytes of banks, batches and features in use
 */
public record MemoryEstimate(long weights, long arenas, long tensors) {
  /**
   * Counts a need.
   *
   * @param taking compiles and allocates on a backend all that may be needed, computes nothing, and
   *     closes it again
   */
  public static MemoryEstimate of(Consumer<Backend> taking) {
    MeasuringBackend measuring = new MeasuringBackend();
    taking.accept(measuring);
    return new MemoryEstimate(measuring.weights(), measuring.arenas(), measuring.tensors());
  }

  /**
   * Returns the graphs that would be compiled.
   *
   * @param taking as in {@link #of}
   */
  public static List<TensorGraph> graphs(Consumer<Backend> taking) {
    MeasuringBackend measuring = new MeasuringBackend();
    taking.accept(measuring);
    return measuring.graphs();
  }

  /** Returns the sum. */
  public long bytes() {
    return weights + arenas + tensors;
  }
}
