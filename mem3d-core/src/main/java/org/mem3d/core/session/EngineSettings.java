package org.mem3d.core.session;

import java.util.List;
import java.util.Locale;
import org.mem3d.Precision;
import org.mem3d.PropagationSettings;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.graph.DType;
import org.mem3d.graph.TensorGraph;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;

/**
 * How an engine computes. Immutable.
 *
 * @param precision of convolutions and products
 * @param cacheBytes for features that are kept, for each propagation that runs
 * @param propagation how slices are carried
 */
record EngineSettings(Precision precision, long cacheBytes, PropagationSettings propagation) {
  static final EngineSettings DEFAULT =
      new EngineSettings(Precision.AUTO, 256L << 20, PropagationSettings.DEFAULT);

  EngineSettings withPrecision(Precision other) {
    return new EngineSettings(other, cacheBytes, propagation);
  }

  EngineSettings withCacheBytes(long bytes) {
    return new EngineSettings(precision, bytes, propagation);
  }

  EngineSettings withPropagation(PropagationSettings settings) {
    return new EngineSettings(precision, cacheBytes, settings);
  }

  /**
   * Returns how graphs are compiled on a backend.
   *
   * @throws BackendException if the precision that was asked for is not to be had
   */
  CompileOptions options(Backend backend) {
    return new CompileOptions(
        switch (precision) {
          case AUTO -> backend.preferredPrecision();
          case FLOAT32 -> DType.F32;
          case BFLOAT16 -> require(backend, DType.BF16);
        });
  }

  private static DType require(Backend backend, DType type) {
    List<TensorGraph> graphs = MemoryModel.graphs();
    boolean all =
        graphs.stream()
            .flatMap(graph -> graph.nodes().stream())
            .allMatch(node -> backend.supports(node, type));
    if (!all) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "backend %s on %s does not compute in %s: take precision FLOAT32 or AUTO, or another"
                  + " backend",
              backend.describe().name(),
              backend.describe().device(),
              Precision.BFLOAT16));
    }
    return type;
  }
}
