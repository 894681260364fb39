package org.mem3d.core.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.MapWeights;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;

/**
 * The compact memory network as three graphs: what depends on the image alone, what a slice
 * remembers, and how a slice is segmented from a bank of memories.
 *
 * <p>Inside a bank keys and values are position-major (N x positions x channels), so that slots are
 * rows and a read needs no copying.
 */
public final class MemoryNetwork {
  /** Side of the square input. */
  public static final int SIDE = 128;

  /** Side of the grid on which keys and values lie. */
  public static final int FEATURE_SIDE = SIDE / 8;

  /** Number of cells of that grid. */
  public static final int POSITIONS = FEATURE_SIDE * FEATURE_SIDE;

  /** Channels of a key. */
  public static final int KEY = 48;

  /** Channels of a value. */
  public static final int VALUE = ValueEncoder.CHANNELS;

  /** Channels of the features at 1/2, 1/4, 1/8 and 1/16. */
  static final int[] CHANNELS = {24, 48, 96, 128};

  /**
   * The inputs and outputs that one graph writes and another reads: features, keys, values and the
   * memory bank. Only convolutions and products read them, and those convert their inputs to the
   * computing precision anyway; stored in that precision they lose nothing and need no conversion
   * at each read.
   */
  public static final Set<String> INTERMEDIATE_TENSORS =
      Set.of(
          "key",
          "half",
          "quarter",
          "eighth",
          "value",
          "bank.keys",
          "bank.values",
          "previous.value");

  private MemoryNetwork() {}

  /**
   * Returns the graph of what depends on the image alone: input {@code slice}; outputs {@code key}
   * (of length 1, position-major), {@code half}, {@code quarter}, {@code eighth}.
   */
  public static TensorGraph encode(int batch) {
    GraphBuilder g = new GraphBuilder("encode");
    Node slice = g.input("slice", batch, 2, SIDE, SIDE);
    Encoder.Features features = Encoder.build(g, "encoder", slice, CHANNELS);
    Node key = positionMajor(g, g.conv(features.eighth(), "key", KEY, 3));
    return g.output("key", g.add(new Op.L2Normalize(2, 1e-6f), key))
        .output("half", features.half())
        .output("quarter", features.quarter())
        .output("eighth", features.eighth())
        .build();
  }

  /**
   * Returns the graph of what a slice remembers: inputs {@code slice}, {@code mask} (a
   * probability), {@code eighth}; output {@code value} (position-major).
   */
  public static TensorGraph memorise(int batch) {
    GraphBuilder g = new GraphBuilder("memorise");
    Node slice = g.input("slice", batch, 2, SIDE, SIDE);
    Node mask = g.input("mask", batch, 1, SIDE, SIDE);
    Node eighth = g.input("eighth", batch, CHANNELS[2], FEATURE_SIDE, FEATURE_SIDE);
    return g.output("value", positionMajor(g, ValueEncoder.build(g, slice, mask, eighth))).build();
  }

  /**
   * Returns the graph that segments a slice with a bank of so many slots, for looking at.
   *
   * @param weights of the whole network, whose few numbers of the memory read become part of the
   *     graph
   */
  public static TensorGraph segment(int batch, int slots, Weights weights) {
    return segment(batch, slots, ReadParameters.of(weights), 0);
  }

  /**
   * Returns the graph that segments a slice: inputs {@code key}, {@code half}, {@code quarter},
   * {@code eighth} of the slice; {@code bank.keys}, {@code bank.values}, {@code bank.position} of
   * the memory; {@code previous.value}, {@code previous.mask} of the nearest memory slice. Outputs
   * {@code probability}, {@code quality} (the guessed Dice), and for inspection {@code logits},
   * {@code quality.logit}, {@code readout}, {@code similarity}.
   *
   * @param topK how many memory positions each position of the slice reads; 0 for all
   */
  static TensorGraph segment(int batch, int slots, ReadParameters parameters, int topK) {
    GraphBuilder g = new GraphBuilder("segment");
    return segment(g, batch, slots, cosine -> g.affine(cosine, parameters.temperature(), 0), topK);
  }

  /**
   * Returns the graph that segments a slice, for training: as {@link #segment(int, int, Weights)},
   * but the read's temperature is an input too, {@code read.temperature} of 1x1x1, so that all
   * numbers of the read can be differentiated ({@code bank.position} holds the others). Its
   * parameter {@code read.queryPosition} is no weight but a constant, {@link #queryPosition}.
   */
  public static TensorGraph segmentForTraining(int batch, int slots) {
    GraphBuilder g = new GraphBuilder("segment");
    Node temperature = g.input("read.temperature", 1, 1, 1);
    return segment(g, batch, slots, cosine -> g.multiply(cosine, temperature), 0);
  }

  /** Returns the constant {@code read.queryPosition} of a batch, under that name. */
  public static Weights queryPosition(int batch) {
    MapWeights constant = new MapWeights();
    MemoryRead.putQueryPosition(constant, batch, FEATURE_SIDE);
    return constant;
  }

  /** Returns the shapes of all of the network's weights by name, in the order of the graphs. */
  public static Map<String, Shape> tensors() {
    Map<String, Shape> tensors = new LinkedHashMap<>();
    for (TensorGraph graph : List.of(encode(1), memorise(1), segmentForTraining(1, 1))) {
      for (Node parameter : graph.parameters()) {
        tensors.put(parameter.name(), parameter.shape());
      }
    }
    queryPosition(1).names().forEach(tensors::remove);
    tensors.putAll(ReadParameters.tensors());
    return tensors;
  }

  private static TensorGraph segment(
      GraphBuilder g, int batch, int slots, UnaryOperator<Node> scaled, int topK) {
    Node key = g.input("key", batch, POSITIONS, KEY);
    Node half = g.input("half", batch, CHANNELS[0], SIDE / 2, SIDE / 2);
    Node quarter = g.input("quarter", batch, CHANNELS[1], SIDE / 4, SIDE / 4);
    Node eighth = g.input("eighth", batch, CHANNELS[2], FEATURE_SIDE, FEATURE_SIDE);
    Node bankKeys = g.input("bank.keys", batch * slots, POSITIONS, KEY);
    Node bankValues = g.input("bank.values", batch * slots, POSITIONS, VALUE);
    Node bankPosition =
        g.input("bank.position", batch, MemoryRead.POSITION_FEATURES, slots * POSITIONS);
    Node previousValue = g.input("previous.value", batch, POSITIONS, VALUE);
    Node previousMask = g.input("previous.mask", batch, 1, SIDE, SIDE);

    MemoryRead.Readout read =
        MemoryRead.build(
            g,
            key,
            g.reshape(bankKeys, batch, slots * POSITIONS, KEY),
            g.reshape(bankValues, batch, slots * POSITIONS, VALUE),
            bankPosition,
            scaled,
            topK);
    Node memory = g.add(new Op.Concat(2), read.readout(), previousValue);
    Node joined = g.concatChannels(channelMajor(g, memory), eighth, g.averagePool(previousMask, 8));
    Node maskAtQuarter = g.averagePool(previousMask, 4);
    Decoder.Result decoded =
        Decoder.upwards(
            g,
            Decoder.eighth(g, joined, 128),
            64,
            new Node[] {quarter, maskAtQuarter},
            new Node[] {half, g.averagePool(previousMask, 2)});
    Node probability = g.sigmoid(decoded.logits());
    Node similarity =
        g.add(new Op.Resize(false, SIDE / 4, SIDE / 4, false), channelMajor(g, read.similarity()));
    Node quality = QualityHead.build(g, decoded.quarter(), probability, maskAtQuarter, similarity);
    return g.output("probability", probability)
        .output("quality", g.sigmoid(quality))
        .output("logits", decoded.logits())
        .output("quality.logit", quality)
        .output("readout", read.readout())
        .output("similarity", read.similarity())
        .build();
  }

  private static Node positionMajor(GraphBuilder g, Node x) {
    int batch = x.shape().dim(0);
    int channels = x.shape().dim(1);
    return g.transpose(g.reshape(x, batch, channels, POSITIONS), 0, 2, 1);
  }

  private static Node channelMajor(GraphBuilder g, Node x) {
    int batch = x.shape().dim(0);
    int channels = x.shape().dim(2);
    return g.reshape(g.transpose(x, 0, 2, 1), batch, channels, FEATURE_SIDE, FEATURE_SIDE);
  }
}
