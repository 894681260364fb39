package org.mem3d.core.session;

import org.jspecify.annotations.Nullable;
import org.mem3d.Precision;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.graph.DType;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;

/**
 * How an engine computes. Immutable.
 *
 * @param threads that may compute at once; 0 for as many as there are processors
 * @param precision of convolutions and products
 * @param cacheBytes for features that are kept, for each propagation that runs
 * @param propagation how slices are carried
 * @param profile how a published memory network is used; null if nothing was said
 * @param publishedSide of a published memory network's input
 * @param historyBytes that a session may hold so that steps can be undone
 */
record EngineSettings(
    int threads,
    Precision precision,
    long cacheBytes,
    PropagationSettings propagation,
    @Nullable Profile profile,
    int publishedSide,
    long historyBytes) {
  static final EngineSettings DEFAULT =
      new EngineSettings(
          0, Precision.AUTO, 256L << 20, PropagationSettings.DEFAULT, null, 512, 512L << 20);

  EngineSettings withThreads(int count) {
    return new EngineSettings(
        count, precision, cacheBytes, propagation, profile, publishedSide, historyBytes);
  }

  EngineSettings withPrecision(Precision other) {
    return new EngineSettings(
        threads, other, cacheBytes, propagation, profile, publishedSide, historyBytes);
  }

  EngineSettings withCacheBytes(long bytes) {
    return new EngineSettings(
        threads, precision, bytes, propagation, profile, publishedSide, historyBytes);
  }

  EngineSettings withPropagation(PropagationSettings settings) {
    return new EngineSettings(
        threads, precision, cacheBytes, settings, profile, publishedSide, historyBytes);
  }

  EngineSettings withProfile(Profile other) {
    return new EngineSettings(
        threads, precision, cacheBytes, propagation, other, publishedSide, historyBytes);
  }

  /** A smaller input than the published one, for quick tests. */
  EngineSettings withPublishedSide(int side) {
    return new EngineSettings(
        threads, precision, cacheBytes, propagation, profile, side, historyBytes);
  }

  EngineSettings withHistoryBytes(long bytes) {
    return new EngineSettings(
        threads, precision, cacheBytes, propagation, profile, publishedSide, bytes);
  }

  /** Returns how graphs are to be compiled on a backend, whether or not it can. */
  CompileOptions options(Backend backend) {
    return new CompileOptions(
        switch (precision) {
          case AUTO -> backend.preferredPrecision();
          case FLOAT32 -> DType.F32;
          case BFLOAT16 -> DType.BF16;
          case FLOAT16 -> DType.F16;
          case INT8 -> DType.I8;
        });
  }
}
