package org.mem3d.core.published;

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

  /** What the quality head sees beside the mask. */
  public enum QualityInput {
    /** The query's features at 1/16: what the published code does. */
    QUERY_FEATURES,
    /** The memory readout, joined with the query's value: what the paper says. */
    READOUT
  }

  /**
   * What is known of a slice from its image.
   *
   * @param features of the encoder
   * @param found key and value, channel-major
   */
  record Query(FrameEncoder.Features features, KeyValue found) {}

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
   * {@code value}, {@code r4}, {@code r3}, {@code r2}, all channel-major.
   */
  public static TensorGraph encode(int batch, int height, int width) {
    GraphBuilder g = new GraphBuilder("encode");
    Node slice = g.input("slice", batch, 3, height, width);
    Query query = query(g, FrameEncoder.queryStem(g, slice));
    return g.output("key", query.found.key())
        .output("value", query.found.value())
        .output("r4", query.features.r4())
        .output("r3", query.features.r3())
        .output("r2", query.features.r2())
        .build();
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
    Node r4 = g.input("r4", batch, 1024, h, w);
    Node r3 = g.input("r3", batch, 512, 2 * h, 2 * w);
    Node r2 = g.input("r2", batch, 256, 4 * h, 4 * w);
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
    Query query = new Query(new FrameEncoder.Features(r2, r3, r4), found);
    Segmented segmented = segment(g, query, bank, emptiness, height, width);
    g.output("probability", segmented.answer.foreground(g));
    g.output("logits", segmented.answer.logits());
    if (quality) {
      g.output("quality", quality(g, query, segmented));
    }
    return g.build();
  }

  static Query query(GraphBuilder g, Node stem) {
    FrameEncoder.Features features = FrameEncoder.queryStages(g, stem);
    return new Query(features, KeyValue.build(g, "KV_Q_r4", features.r4()));
  }

  static KeyValue memory(GraphBuilder g, Node slice, Node mask) {
    FrameEncoder.Features features = FrameEncoder.memory(g, slice, mask);
    return KeyValue.build(g, "KV_M_r4", features.r4()).positionMajor(g);
  }

  Segmented segment(
      GraphBuilder g, Query query, KeyValue bank, Node emptiness, int height, int width) {
    MemoryReadout readout = MemoryReadout.build(g, query.found, bank, emptiness, affinity);
    Node decoded = MaskDecoder.build(g, readout.joined(), query.features, height, width, aspp);
    return new Segmented(readout, SoftAggregation.build(g, decoded));
  }

  Node quality(GraphBuilder g, Query query, Segmented segmented) {
    Node seen =
        qualityInput == QualityInput.READOUT ? segmented.readout.joined() : query.features.r4();
    return MaskQuality.build(g, seen, segmented.answer);
  }
}
