package org.mem3d.core.network;

import java.util.function.UnaryOperator;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;

/**
 * The memory read: every query position looks for similar positions of the memory slices and takes
 * the weighted mean of their values (Zhou et al. 2021, section 2.2, with cosine similarity).
 *
 * <p>The affinity of query position i and position j of a slice dz slices away is {@code
 * temperature * cos(k_i, k_j) - a(dz) * |p_i - p_j|^2 - b(dz)}, positions p in [-1, 1] at cell
 * centres, {@code a = locality / (1 + localityDistance * dz)}, {@code b = sliceDecay * ln(1 + dz)}.
 * The last two terms are themselves a product of two vectors of length {@value #POSITION_FEATURES},
 * (|p_i|^2, x_i, y_i, 1) and (-a, 2a x_j, 2a y_j, -a |p_j|^2 - b), so the graph needs nothing but
 * products.
 *
 * <p>The exact read takes all memory positions; the top-k read only the k of largest affinity, and
 * its softmax is over those. How a backend computes it is its own matter: the affinity of all
 * positions need never exist whole.
 */
final class MemoryRead {
  /** Length of the vectors whose product is the positional part of the affinity. */
  static final int POSITION_FEATURES = 4;

  /** Subtracted from the affinity of empty slots, so that the softmax gives them no weight. */
  private static final float EMPTY = 1e9f;

  private static final String QUERY_POSITION = "read.queryPosition";

  /**
   * What the read hands on.
   *
   * @param readout N x positions x value channels
   * @param similarity N x positions x 1: each position's largest cosine over the memory
   */
  record Readout(Node readout, Node similarity) {}

  private MemoryRead() {}

  /**
   * Adds the read.
   *
   * @param key N x positions x key channels, of length 1
   * @param bankKeys N x (slots * positions) x key channels, of length 1
   * @param bankValues N x (slots * positions) x value channels
   * @param bankPosition N x 4 x (slots * positions), as {@link #writeSlotPosition} makes them
   * @param scaled multiplies the cosine by the temperature
   * @param topK how many memory positions each query position reads, those of the largest affinity;
   *     0 for all of them
   */
  static Readout build(
      GraphBuilder g,
      Node key,
      Node bankKeys,
      Node bankValues,
      Node bankPosition,
      UnaryOperator<Node> scaled,
      int topK) {
    int batch = key.shape().dim(0);
    int positions = key.shape().dim(1);
    Node cosine = g.matmul(key, bankKeys, false, true);
    Node queryPosition = g.parameter(QUERY_POSITION, batch, positions, POSITION_FEATURES);
    Node place = g.matmul(queryPosition, bankPosition, false, false);
    Node affinity = g.add(scaled.apply(cosine), place);
    Node read = topK == 0 ? affinity : g.add(new Op.TopK(topK), affinity);
    Node weight = g.add(new Op.Softmax(2), read);
    Node similarity = g.reduce(cosine, Op.Reduction.MAX, 2);
    return new Readout(g.matmul(weight, bankValues, false, false), similarity);
  }

  /** Puts the constant position vectors of the query over the weights. */
  static void putQueryPosition(MapWeights weights, int batch, int grid) {
    weights.put(
        QUERY_POSITION,
        Shape.of(batch, grid * grid, POSITION_FEATURES),
        queryPosition(batch, grid));
  }

  private static float[] queryPosition(int batch, int grid) {
    int positions = grid * grid;
    float[] features = new float[batch * positions * POSITION_FEATURES];
    for (int n = 0, at = 0; n < batch; n++) {
      for (int i = 0; i < positions; i++) {
        double x = place(i % grid, grid);
        double y = place(i / grid, grid);
        features[at++] = (float) (x * x + y * y);
        features[at++] = (float) x;
        features[at++] = (float) y;
        features[at++] = 1;
      }
    }
    return features;
  }

  /**
   * Writes the position vectors of one slot for one entry of a batch.
   *
   * @param features N x 4 x (slots * positions), filled in part
   * @param distance distance in slices between the query and the slot's slice; negative for an
   *     empty slot
   */
  static void writeSlotPosition(
      float[] features,
      int entry,
      int slot,
      int slots,
      int grid,
      double distance,
      ReadParameters parameters) {
    int positions = grid * grid;
    int row = slots * positions;
    int at = entry * POSITION_FEATURES * row + slot * positions;
    double a = parameters.locality() / (1 + parameters.localityDistance() * Math.max(0, distance));
    double b = distance < 0 ? EMPTY : parameters.sliceDecay() * Math.log1p(distance);
    for (int j = 0; j < positions; j++, at++) {
      double x = place(j % grid, grid);
      double y = place(j / grid, grid);
      features[at] = (float) -a;
      features[at + row] = (float) (2 * a * x);
      features[at + 2 * row] = (float) (2 * a * y);
      features[at + 3 * row] = (float) (-a * (x * x + y * y) - b);
    }
  }

  private static double place(int cell, int grid) {
    return (cell + 0.5) / grid * 2 - 1;
  }
}
