package org.mem3d.published.network;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;

/**
 * The published memory network and its two variants without quality head, as three graphs: what
 * depends on the image alone, what a slice remembers, and how a slice is segmented from a bank of
 * memories (Zhou et al. 2021, figure 2).
 *
 * <p>Images are N x 3 x H x W, H and W multiples of 16. A memory bank is position-major, one row a
 * slot: N * slots x positions x channels.
 *
 * @param aspp whether the decoder begins with ASPP rather than a convolution
 * @param quality whether there is a quality head
 * @param affinity what the memory read compares keys by
 * @param qualityInput what the quality head sees beside the mask
 */
public record PublishedMemoryNetwork(
    boolean aspp, boolean quality, Affinity affinity, QualityInput qualityInput) {
  /** Channels of a key. */
  public static final int KEY = KeyValue.KEY;

  /** Channels of a value. */
  public static final int VALUE = KeyValue.VALUE;

  /** Input sides are multiples of this; keys and values lie on a grid of as much fewer cells. */
  public static final int STRIDE = 16;

  /** Added to the affinity of empty slots, so that the softmax gives them no weight. */
  public static final float EMPTY = -1e9f;

  /**
   * The inputs and outputs that one graph writes and another reads: features, keys, values and the
   * memory bank. Only convolutions and products read them, and those convert their inputs to the
   * computing precision anyway; stored in that precision they lose nothing and need no conversion
   * at each read.
   */
  public static final Set<String> INTERMEDIATE_TENSORS =
      Set.of("key", "value", "skip.eighth", "skip.quarter", "bank.keys", "bank.values");

  /** What the quality head sees beside the mask. */
  public enum QualityInput {
    /** The query's features at 1/16: what the published code does. */
    QUERY_FEATURES,
    /** The memory readout, joined with the query's value: what the paper says. */
    READOUT
  }

  /**
   * What is known of a slice from its image alone.
   *
   * @param found key and value, channel-major
   * @param skips finer features for the decoder
   * @param quality what the quality head makes of the image; null if it does not see it
   */
  record Query(KeyValue found, MaskDecoder.Skips skips, @Nullable Node quality) {}

  /**
   * A segmented slice.
   *
   * @param readout of the memory
   * @param answer logits and probabilities
   */
  record Segmented(MemoryReadout readout, SoftAggregation answer) {}

  /** Returns this network with the switches as the paper has them. */
  public PublishedMemoryNetwork asInThePaper() {
    return new PublishedMemoryNetwork(aspp, quality, Affinity.COSINE, QualityInput.READOUT);
  }

  /**
   * Returns the graph of what depends on the image alone: input {@code slice}; outputs {@code key},
   * {@code value}, {@code skip.eighth}, {@code skip.quarter} and, if the quality head sees the
   * query's features, {@code quality.image}, all channel-major.
   */
  public TensorGraph encode(int batch, int height, int width) {
    GraphBuilder g = new GraphBuilder("encode");
    Node slice = g.input("slice", batch, 3, height, width);
    Query query = query(g, FrameEncoder.queryStages(g, FrameEncoder.queryStem(g, slice)));
    g.output("key", query.found.key())
        .output("value", query.found.value())
        .output("skip.eighth", query.skips.eighth())
        .output("skip.quarter", query.skips.quarter());
    if (query.quality != null) {
      g.output("quality.image", query.quality);
    }
    return g.build();
  }

  /**
   * Returns the graph of what a slice remembers: inputs {@code slice}, {@code mask} (N x 1, 0 to
   * 1); outputs {@code key}, {@code value}, position-major.
   */
  public static TensorGraph memorise(int batch, int height, int width) {
    GraphBuilder g = new GraphBuilder("memorise");
    Node slice = g.input("slice", batch, 3, height, width);
    KeyValue memory = memory(g, slice, g.input("mask", batch, 1, height, width));
    return g.output("key", memory.key()).output("value", memory.value()).build();
  }

  /**
   * Returns the graph that segments a slice: inputs as {@link #encode} gives them, {@code
   * bank.keys}, {@code bank.values}, and {@code bank.emptiness} (N x 1 x slots * positions; 0, or
   * {@link #EMPTY} for the positions of empty slots). Outputs {@code probability} (N x 1 x H x W),
   * {@code logits} and, with a quality head, {@code quality} (N x 1).
   */
  public TensorGraph segment(int batch, int slots, int height, int width) {
    int h = height / STRIDE;
    int w = width / STRIDE;
    int positions = h * w;
    GraphBuilder g = new GraphBuilder("segment");
    KeyValue found =
        new KeyValue(g.input("key", batch, KEY, h, w), g.input("value", batch, VALUE, h, w));
    MaskDecoder.Skips skips =
        new MaskDecoder.Skips(
            g.input("skip.eighth", batch, 256, 2 * h, 2 * w),
            g.input("skip.quarter", batch, 256, 4 * h, 4 * w));
    Node ofImage = qualityOfImage() ? g.input("quality.image", batch, 1024, h, w) : null;
    KeyValue bank =
        new KeyValue(
            g.reshape(
                g.input("bank.keys", batch * slots, positions, KEY), batch, slots * positions, KEY),
            g.reshape(
                g.input("bank.values", batch * slots, positions, VALUE),
                batch,
                slots * positions,
                VALUE));
    Node emptiness = g.input("bank.emptiness", batch, 1, slots * positions);
    Query query = new Query(found, skips, ofImage);
    Segmented segmented = segment(g, query, bank, emptiness, height, width);
    g.output("probability", segmented.answer.foreground(g));
    g.output("logits", segmented.answer.logits());
    if (quality) {
      g.output("quality", quality(g, query, segmented));
    }
    return g.build();
  }

  private boolean qualityOfImage() {
    return quality && qualityInput == QualityInput.QUERY_FEATURES;
  }

  Query query(GraphBuilder g, FrameEncoder.Features features) {
    return new Query(
        KeyValue.build(g, "KV_Q_r4", features.r4()),
        MaskDecoder.Skips.build(g, features),
        qualityOfImage() ? MaskQuality.ofSeen(g, features.r4()) : null);
  }

  static KeyValue memory(GraphBuilder g, Node slice, Node mask) {
    FrameEncoder.Features features = FrameEncoder.memory(g, slice, mask);
    return KeyValue.build(g, "KV_M_r4", features.r4()).positionMajor(g);
  }

  Segmented segment(
      GraphBuilder g, Query query, KeyValue bank, Node emptiness, int height, int width) {
    MemoryReadout readout = MemoryReadout.build(g, query.found, bank, emptiness, affinity);
    Node decoded = MaskDecoder.build(g, readout.joined(), query.skips, height, width, aspp);
    return new Segmented(readout, SoftAggregation.build(g, decoded));
  }

  Node quality(GraphBuilder g, Query query, Segmented segmented) {
    Node ofSeen =
        query.quality != null ? query.quality : MaskQuality.ofSeen(g, segmented.readout.joined());
    return MaskQuality.build(g, ofSeen, segmented.answer);
  }
}
