package org.mem3d.core.session;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mem3d.Precision;
import org.mem3d.Profile;
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
 * @param profile how a published memory network is used; null if nothing was said
 * @param publishedSide of a published memory network's input
 */
record EngineSettings(
    Precision precision,
    long cacheBytes,
    PropagationSettings propagation,
    @Nullable Profile profile,
    int publishedSide) {
  static final EngineSettings DEFAULT =
      new EngineSettings(Precision.AUTO, 256L << 20, PropagationSettings.DEFAULT, null, 512);

  EngineSettings withPrecision(Precision other) {
    return new EngineSettings(other, cacheBytes, propagation, profile, publishedSide);
  }

  EngineSettings withCacheBytes(long bytes) {
    return new EngineSettings(precision, bytes, propagation, profile, publishedSide);
  }

  EngineSettings withPropagation(PropagationSettings settings) {
    return new EngineSettings(precision, cacheBytes, settings, profile, publishedSide);
  }

  EngineSettings withProfile(Profile other) {
    return new EngineSettings(precision, cacheBytes, propagation, other, publishedSide);
  }

  /** A smaller input than the published one, for quick tests. */
  EngineSettings withPublishedSide(int side) {
    return new EngineSettings(precision, cacheBytes, propagation, profile, side);
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
          case FLOAT16 -> require(backend, DType.F16);
        });
  }

  private DType require(Backend backend, DType type) {
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
              precision));
    }
    return type;
  }
}
