package org.mem3d.benchmarks;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that says which network's graphs are measured. */
final class NetworkOption {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      defaultValue = NetworkGraph.DEFAULT,
      description =
          "default: the networks built in; or a published one with formula-made weights, at 512x512"
              + " and with 5 memories: mem3d-saq, mem3d-aspp, mem3d-stm or iog.")
  private String network = NetworkGraph.DEFAULT;

  /**
   * Returns the names of the network's graphs, as {@link NetworkGraph#of} takes them.
   *
   * @throws org.mem3d.ModelException if there is no such network
   */
  List<String> graphs() {
    return NetworkGraph.names(network);
  }
}
