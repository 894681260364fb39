package org.mem3d.spi;

import java.util.Map;
import org.mem3d.graph.TensorGraph;

/**
 * A compiled graph that hands every call on to another one, for those that change some of them.
 * Closing it closes the other one. Used by one thread at a time.
 */
public abstract class ForwardingGraph implements CompiledGraph {
  /** The graph that computes. */
  protected final CompiledGraph inside;

  /** Wraps a graph, which is closed with this. */
  protected ForwardingGraph(CompiledGraph inside) {
    this.inside = inside;
  }

  @Override
  public TensorGraph graph() {
    return inside.graph();
  }

  @Override
  public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs) {
    inside.run(inputs, outputs);
  }

  @Override
  public long arenaBytes() {
    return inside.arenaBytes();
  }

  @Override
  public String describe() {
    return inside.describe();
  }

  @Override
  public void close() {
    inside.close();
  }
}
