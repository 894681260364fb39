package org.mem3d.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.core.model.ActivationRanges;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.DefaultGraphs;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.graph.GraphBuilder;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.Weights;
import org.mem3d.published.network.Architecture;
import org.mem3d.published.network.PublishedMemoryNetwork;
import org.mem3d.runtime.golden.Formula;
import org.mem3d.runtime.golden.FormulaWeights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;

/**
 * A graph of a network with its weights and the outputs that the engine uses, before the passes.
 * Immutable.
 *
 * @param name of the graph; of a published network with the network's name and a slash before it
 * @param batch how many slices it computes at once
 * @param ranges of its convolutions' inputs, for 8 bits; none of published networks
 */
record NetworkGraph(String name, int batch, BoundGraph bound, Map<String, Float> ranges) {
  /** The name that stands for both default networks. */
  static final String DEFAULT = "default";

  private static final int PUBLISHED_SIDE = 512;
  private static final int PUBLISHED_CHANNELS = 4;
  private static final int PUBLISHED_SLOTS = 5;

  /**
   * Returns the names of a network's graphs, in the order in which a round needs them.
   *
   * @throws org.mem3d.ModelException if there is no such network
   */
  static List<String> names(String network) {
    if (network.equals(DEFAULT)) {
      return Stream.concat(Stream.of(DefaultGraphs.INTERACTION), DefaultGraphs.MEMORY.stream())
          .toList();
    }
    return Architecture.named(network).graphNames().stream()
        .map(graph -> network + "/" + graph)
        .toList();
  }

  /**
   * Returns a graph: one of the default networks with the default weights, or one of a published
   * network with weights made by the formula.
   *
   * @throws org.mem3d.ModelException if there is none of that name
   */
  static NetworkGraph of(String name, int batch) {
    int slash = name.indexOf('/');
    if (slash >= 0) {
      Architecture published = Architecture.named(name.substring(0, slash));
      FormulaWeights weights =
          new FormulaWeights(new Formula(0), published.manifest(PUBLISHED_CHANNELS).parameters());
      return new NetworkGraph(
          name,
          batch,
          published.graph(
              name.substring(slash + 1),
              weights,
              Profile.OFFICIAL_CODE,
              batch,
              PUBLISHED_SLOTS,
              PUBLISHED_SIDE),
          Map.of());
    }
    ModelFiles files = ModelFiles.open(null, loader());
    Safetensors weights =
        name.equals(DefaultGraphs.INTERACTION) ? files.interaction() : files.propagation();
    Map<String, Float> ranges = ActivationRanges.of(weights.metadata(), weights.source());
    return new NetworkGraph(
        name,
        batch,
        DefaultGraphs.of(name, weights, batch, PropagationSettings.DEFAULT.memorySlots()),
        ranges == null ? Map.of() : ranges);
  }

  private static ClassLoader loader() {
    ClassLoader own = NetworkGraph.class.getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  /** Returns the graph as the engine has it compiled. */
  BoundGraph passed() {
    return Passes.standard(bound);
  }

  /** Returns a graph of one node: its parameters stay parameters, its other inputs are inputs. */
  static BoundGraph alone(Node wanted, Weights weights) {
    GraphBuilder g = new GraphBuilder(wanted.name());
    Map<Node, Node> copies = new LinkedHashMap<>();
    for (Node input : wanted.inputs()) {
      int[] dims = input.shape().dims();
      boolean parameter = input.op() instanceof Op.Parameter;
      copies.computeIfAbsent(
          input, key -> parameter ? g.parameter(key.name(), dims) : g.input(key.name(), dims));
    }
    List<Node> inputs = wanted.inputs().stream().map(copies::get).toList();
    Node result = g.add("(result)", wanted.op(), inputs);
    return new BoundGraph(g.output("y", result).build(), weights);
  }

  /** Returns how the engine has the graph compiled on a backend. */
  CompileOptions options(Backend backend, CompileOptions precision) {
    Set<String> between =
        name.indexOf('/') >= 0
            ? PublishedMemoryNetwork.INTERMEDIATE_TENSORS
            : MemoryNetwork.INTERMEDIATE_TENSORS;
    return precision.withInputRanges(ranges).withLowPrecisionTensors(between, backend);
  }

  /** Returns the floating-point operations of one run. */
  long flops() {
    return bound.graph().flops();
  }
}
