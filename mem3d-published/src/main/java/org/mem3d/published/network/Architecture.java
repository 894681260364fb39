package org.mem3d.published.network;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.Profile;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Shape;
import org.mem3d.graph.TensorGraph;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.KeepOutputs;

/** A published network by the name that the command line gives it. */
public enum Architecture {
  /** The memory network with ASPP and quality head. */
  MEM3D_SAQ("mem3d-saq"),
  /** The memory network with ASPP, without quality head. */
  MEM3D_ASPP("mem3d-aspp"),
  /** The memory network with the plain decoder of STM, without quality head. */
  MEM3D_STM("mem3d-stm"),
  /** The interaction network. */
  IOG("iog");

  private static final String FIRST_INTERACTION = "backbone.conv1.weight";
  private static final int SIDE = 512;

  private final String text;

  Architecture(String text) {
    this.text = text;
  }

  /**
   * The tensors of a checkpoint.
   *
   * @param parameters what the graphs read; all must be there
   * @param unused what a checkpoint may hold beside, though no published code reads it: counters of
   *     batch norms, the image mean of the encoders, a layer that is never called
   */
  public record Manifest(Map<String, Shape> parameters, Map<String, Shape> unused) {}

  /** Returns the name, as in {@code mem3d-saq}. */
  public String text() {
    return text;
  }

  /**
   * Returns the architecture of that name.
   *
   * @throws ModelException if there is none
   */
  public static Architecture named(String name) {
    return Arrays.stream(values())
        .filter(architecture -> architecture.text.equals(name))
        .findFirst()
        .orElseThrow(() -> new ModelException("no architecture '" + name + "': one of " + names()));
  }

  /** Returns all names, joined by commas. */
  public static String names() {
    return Arrays.stream(values()).map(Architecture::text).collect(Collectors.joining(", "));
  }

  /** Returns the architecture that weights are of, as far as their names tell; null if of none. */
  public static @Nullable Architecture recognise(Weights weights) {
    Set<String> names = weights.names();
    if (names.contains(FIRST_INTERACTION)) {
      return IOG;
    }
    if (!names.contains("Encoder_Q.conv1.weight")) {
      return null;
    }
    if (names.contains("Decoder.convFM.weight")) {
      return MEM3D_STM;
    }
    return names.contains("fc2.weight") ? MEM3D_SAQ : MEM3D_ASPP;
  }

  /** Returns the memory network with the published switches; not for {@link #IOG}. */
  public PublishedMemoryNetwork memoryNetwork() {
    if (this == IOG) {
      throw new IllegalStateException("iog is no memory network");
    }
    return new PublishedMemoryNetwork(
        this != MEM3D_STM,
        this == MEM3D_SAQ,
        Affinity.DOT_SCALED,
        PublishedMemoryNetwork.QualityInput.QUERY_FEATURES);
  }

  /** Returns the memory network with the switches of a profile; not for {@link #IOG}. */
  public PublishedMemoryNetwork memoryNetwork(Profile profile) {
    return profile == Profile.PAPER ? memoryNetwork().asInThePaper() : memoryNetwork();
  }

  /**
   * Returns the network's graphs for one image and one memory.
   *
   * @param channels of the interaction network's input, 4 or 5; else not used
   */
  public List<TensorGraph> graphs(int channels, int height, int width) {
    return this == IOG
        ? List.of(PublishedInteractionNetwork.graph(1, channels, height, width))
        : List.of(
            memoryNetwork().encode(1, height, width),
            PublishedMemoryNetwork.memorise(1, height, width),
            memoryNetwork().segment(1, 1, height, width));
  }

  /** Returns the names of {@link #graphs}. */
  public List<String> graphNames() {
    return this == IOG ? List.of("interaction") : List.of("encode", "memorise", "segment");
  }

  /**
   * Returns one of the network's graphs with its weights and the outputs that the engine uses,
   * before the passes.
   *
   * @param profile the memory network's switches; not used for {@link #IOG}
   * @param slots how many slices the memory bank of {@code segment} holds
   * @throws ModelException if it has no graph of that name
   */
  public BoundGraph graph(
      String name, Weights weights, Profile profile, int batch, int slots, int side) {
    if (!graphNames().contains(name)) {
      throw new ModelException(
          text + " has no graph '" + name + "', but " + String.join(", ", graphNames()));
    }
    TensorGraph graph =
        switch (name) {
          case "encode" -> memoryNetwork(profile).encode(batch, side, side);
          case "memorise" -> PublishedMemoryNetwork.memorise(batch, side, side);
          case "segment" -> memoryNetwork(profile).segment(batch, slots, side, side);
          default -> PublishedInteractionNetwork.graph(batch, channels(weights), side, side);
        };
    Set<String> used = new HashSet<>(graph.outputs().keySet());
    used.remove("logits");
    return KeepOutputs.apply(new BoundGraph(graph, weights), used);
  }

  /**
   * Returns how many channels the network's input has with these weights: of the interaction
   * network 5 where its first convolution says so, else 4; of a memory network 3.
   */
  public int channels(Weights weights) {
    boolean five =
        weights.names().contains(FIRST_INTERACTION)
            && weights.shape(FIRST_INTERACTION).rank() == 4
            && weights.shape(FIRST_INTERACTION).dim(1) == 5;
    return this == IOG ? (five ? 5 : 4) : 3;
  }

  /**
   * Returns the tensors that a checkpoint holds.
   *
   * @param channels as for {@link #graphs}
   */
  public Manifest manifest(int channels) {
    Map<String, Shape> parameters = new LinkedHashMap<>();
    Map<String, Shape> unused = new LinkedHashMap<>();
    for (TensorGraph graph : graphs(channels, SIDE, SIDE)) {
      for (Node node : graph.nodes()) {
        if (node.op() instanceof Op.Parameter) {
          parameters.put(node.name(), node.shape());
        } else if (node.op() instanceof Op.BatchNorm) {
          unused.put(node.name() + ".num_batches_tracked", Shape.of(1));
        }
      }
    }
    if (this == IOG) {
      unused.put("Coarse_net.upsamples.0.1.weight", Shape.of(256, 256, 1, 1));
      for (String statistics : List.of("weight", "bias", "running_mean", "running_var")) {
        unused.put("Coarse_net.upsamples.0.2." + statistics, Shape.of(256));
      }
      unused.put("Coarse_net.upsamples.0.2.num_batches_tracked", Shape.of(1));
    } else {
      for (String encoder : List.of("Encoder_M", "Encoder_Q")) {
        unused.put(encoder + ".mean", Shape.of(1, 3, 1, 1));
        unused.put(encoder + ".std", Shape.of(1, 3, 1, 1));
      }
    }
    return new Manifest(parameters, unused);
  }
}
