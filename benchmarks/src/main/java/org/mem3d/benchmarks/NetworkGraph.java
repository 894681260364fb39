package org.mem3d.benchmarks;

import java.util.List;
import java.util.Set;
import org.mem3d.PropagationSettings;
import org.mem3d.core.network.InteractionNetwork;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.network.MemoryNetwork;
import org.mem3d.core.pass.BoundGraph;
import org.mem3d.core.pass.KeepOutputs;
import org.mem3d.core.pass.Passes;
import org.mem3d.core.session.ModelFiles;

/**
 * A graph of the default networks with its weights and the outputs that the engine uses, before the
 * passes. Immutable.
 *
 * @param name of the graph
 * @param batch how many slices it computes at once
 */
record NetworkGraph(String name, int batch, BoundGraph bound) {
  /** The names of the graphs, in the order in which a round needs them. */
  static final List<String> NAMES = List.of("interaction", "encode", "memorise", "segment");

  /**
   * Returns a graph with the default weights.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static NetworkGraph of(String name, int batch) {
    ModelFiles files = ModelFiles.open(null, loader());
    BoundGraph bound =
        switch (name) {
          case "interaction" ->
              answers(new BoundGraph(InteractionNetwork.graph(batch), files.interaction()));
          case "encode" -> new BoundGraph(MemoryNetwork.encode(batch), files.propagation());
          case "memorise" -> new BoundGraph(MemoryNetwork.memorise(batch), files.propagation());
          case "segment" ->
              answers(
                  MemoryModel.segmentGraph(
                      files.propagation(), batch, PropagationSettings.DEFAULT.memorySlots()));
          default -> throw new IllegalArgumentException("no graph '" + name + "' among " + NAMES);
        };
    return new NetworkGraph(name, batch, bound);
  }

  /** Leaves out what is for inspection alone, as the engine does. */
  private static BoundGraph answers(BoundGraph bound) {
    return KeepOutputs.apply(bound, Set.of("probability", "quality"));
  }

  private static ClassLoader loader() {
    ClassLoader own = NetworkGraph.class.getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  /** Returns the graph as the engine has it compiled. */
  BoundGraph passed() {
    return Passes.standard(bound);
  }

  /** Returns the floating-point operations of one run. */
  long flops() {
    return bound.graph().flops();
  }
}
