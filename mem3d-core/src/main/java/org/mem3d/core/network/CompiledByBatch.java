package org.mem3d.core.network;

import java.util.TreeMap;
import java.util.function.IntFunction;
import org.mem3d.runtime.pass.BoundGraph;
import org.mem3d.runtime.pass.Passes;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;
import org.mem3d.spi.CompiledGraph;

/** One graph compiled for each batch size that is asked for, when it is first asked for. */
final class CompiledByBatch implements AutoCloseable {
  private final Backend backend;
  private final CompileOptions options;
  private final IntFunction<BoundGraph> graph;
  private final TreeMap<Integer, CompiledGraph> compiled = new TreeMap<>();

  CompiledByBatch(Backend backend, CompileOptions options, IntFunction<BoundGraph> graph) {
    this.backend = backend;
    this.options = options;
    this.graph = graph;
  }

  CompileOptions options() {
    return options;
  }

  CompiledGraph of(int batch) {
    return compiled.computeIfAbsent(
        batch,
        size -> {
          BoundGraph bound = Passes.standard(graph.apply(size));
          return backend.compile(bound.graph(), bound.weights(), options);
        });
  }

  @Override
  public void close() {
    compiled.values().forEach(CompiledGraph::close);
    compiled.clear();
  }
}
