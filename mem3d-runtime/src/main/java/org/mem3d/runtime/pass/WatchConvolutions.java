package org.mem3d.runtime.pass;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mem3d.graph.Node;
import org.mem3d.graph.Op;
import org.mem3d.graph.TensorGraph;

/** Hands out the inputs of convolutions as well, so that they can be looked at. */
public final class WatchConvolutions {
  private static final String PREFIX = "(input of) ";

  private WatchConvolutions() {}

  /**
   * A graph with more outputs.
   *
   * @param kernels by the name of each further output, which is the input of a convolution, the
   *     name of the parameter that is its kernel
   */
  public record Watched(TensorGraph graph, Map<String, String> kernels) {
    /** Copies the names. */
    public Watched {
      kernels = Map.copyOf(kernels);
    }
  }

  /** Returns the graph with the input of each convolution that has a parameter for a kernel. */
  public static Watched apply(TensorGraph graph) {
    Rewrite rewrite = new Rewrite(graph);
    Map<String, String> kernels = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      rewrite.keep(node);
      if (node.op() instanceof Op.Conv2d && node.input(1).op() instanceof Op.Parameter) {
        String output = PREFIX + node.name();
        rewrite.target().output(output, rewrite.copyOf(node.input(0)));
        kernels.put(output, node.input(1).name());
      }
    }
    return new Watched(rewrite.finish(), kernels);
  }
}
