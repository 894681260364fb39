package org.mem3d.core.network;

import java.util.List;
import java.util.Set;
import org.mem3d.ModelException;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.KeepOutputs;

/**
 * The default networks' graphs by name, with their weights and the outputs that the engine uses,
 * before the passes.
 */
public final class DefaultGraphs {
  /** The interaction network's one graph. */
  public static final String INTERACTION = "interaction";

  /** The memory network's graphs, in the order in which a round needs them. */
  public static final List<String> MEMORY = List.of("encode", "memorise", "segment");

  private static final Set<String> ANSWERS = Set.of("probability", "quality");

  private DefaultGraphs() {}

  /**
   * Returns a graph.
   *
   * @param weights of the network that it belongs to
   * @param slots how many slices the memory bank of {@code segment} holds
   * @throws ModelException if there is no graph of that name
   */
  public static BoundGraph of(String name, Weights weights, int batch, int slots) {
    return switch (name) {
      case INTERACTION ->
          KeepOutputs.apply(new BoundGraph(InteractionNetwork.graph(batch), weights), ANSWERS);
      case "encode" -> new BoundGraph(MemoryNetwork.encode(batch), weights);
      case "memorise" -> new BoundGraph(MemoryNetwork.memorise(batch), weights);
      case "segment" -> KeepOutputs.apply(MemoryModel.segmentGraph(weights, batch, slots), ANSWERS);
      default ->
          throw new ModelException(
              "no graph '" + name + "': " + INTERACTION + ", " + String.join(", ", MEMORY));
    };
  }
}
