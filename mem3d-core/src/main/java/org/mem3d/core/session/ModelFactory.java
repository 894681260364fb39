package org.mem3d.core.session;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mem3d.ModelException;
import org.mem3d.Precision;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.model.ActivationRanges;
import org.mem3d.core.model.ModelContext;
import org.mem3d.core.model.ModelFiles;
import org.mem3d.core.network.BatchSizes;
import org.mem3d.core.network.MemoryEstimate;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.graph.DType;
import org.mem3d.graph.Node;
import org.mem3d.graph.TensorGraph;
import org.mem3d.runtime.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.BackendException;
import org.mem3d.spi.CompileOptions;

/**
 * How the networks are made on a backend. Immutable.
 *
 * @param options how graphs are compiled
 * @param batches in which sizes networks run, if they run in batches
 * @param cacheBytes for features that are kept, for each propagation that runs
 * @param workers share what is computed around the networks; the engine's
 */
record ModelFactory(
    Backend backend,
    ModelFiles files,
    EngineSettings settings,
    CompileOptions options,
    BatchSizes batches,
    long cacheBytes,
    WorkerPool workers) {

  /**
   * Says how the networks are made on a backend.
   *
   * @throws BackendException if the backend does not compute them in the precision of the settings
   * @throws ModelException if the weights do not tell what it needs to know for that
   */
  static ModelFactory of(
      Backend backend, ModelFiles files, EngineSettings settings, WorkerPool workers) {
    CompileOptions options = settings.options(backend);
    boolean asked = settings.precision() != Precision.AUTO;
    if (options.precision() == DType.I8 && !asked && !tellsRanges(files)) {
      options = CompileOptions.F32;
    }
    ModelFactory models = in(options, backend, files, settings, workers);
    if (asked) {
      models.requirePrecision();
      models.requireRanges();
    }
    return models;
  }

  /** Says how the networks are made on a backend in a precision that it is known to have. */
  static ModelFactory in(
      CompileOptions options,
      Backend backend,
      ModelFiles files,
      EngineSettings settings,
      WorkerPool workers) {
    return new ModelFactory(
        backend, files, settings, options, BatchSizes.of(backend), settings.cacheBytes(), workers);
  }

  private void requirePrecision() {
    DType type = options.precision();
    for (TensorGraph graph :
        MemoryEstimate.graphs(measuring -> reserve(measuring, new BatchSizes(1)))) {
      for (Node node : graph.nodes()) {
        if (!backend.supports(node, type)) {
          throw new BackendException(
              String.format(
                  Locale.ROOT,
                  "backend %s on %s does not compute in %s: not the node '%s' of graph '%s'; take"
                      + " precision FLOAT32 or AUTO, or another backend",
                  backend.describe().name(),
                  backend.describe().device(),
                  settings.precision(),
                  node.name(),
                  graph.name()));
        }
      }
    }
  }

  /** Whether the memory network's weights tell how large its convolutions' inputs are. */
  private static boolean tellsRanges(ModelFiles files) {
    return files.propagation().metadata().containsKey(ActivationRanges.METADATA);
  }

  private void requireRanges() {
    if (options.precision() == DType.I8 && !tellsRanges(files)) {
      throw new ModelException(
          files.propagation().source()
              + " does not tell how large its convolutions' inputs are, without which nothing"
              + " computes in INT8: take precision FLOAT32 or AUTO, or for weights of a default"
              + " network have './mem3d train ranges' measure them");
    }
  }

  /** The same with another limit on what is taken of the device. */
  ModelFactory within(BatchSizes others, long bytes) {
    return new ModelFactory(backend, files, settings, options, others, bytes, workers);
  }

  /** Returns whether a network runs in batches, which can be made smaller. */
  boolean runInBatches() {
    return files.interactionFamily().runsInBatches() || files.propagationFamily().runsInBatches();
  }

  /**
   * Returns the same with batches of half the size, where there are any, and a quarter of the kept
   * features or none; null if there is nothing left to make smaller.
   */
  @Nullable ModelFactory smaller() {
    if (!runInBatches()) {
      // What a quarter does not mend is seldom mended by a sixteenth.
      boolean first = cacheBytes == settings.cacheBytes();
      return cacheBytes == 0 ? null : within(batches, first ? cacheBytes / 4 : 0);
    }
    BatchSizes fewer = batches.smaller();
    long fewerBytes = fewer.largest() == 1 ? 0 : cacheBytes / 4;
    boolean same = fewer.equals(batches) && fewerBytes == cacheBytes;
    return same ? null : within(fewer, fewerBytes);
  }

  /** Counts what the networks take of the device with batches of these sizes. */
  MemoryEstimate need(BatchSizes sizes) {
    return MemoryEstimate.of(measuring -> reserve(measuring, sizes));
  }

  private void reserve(Backend measuring, BatchSizes sizes) {
    ModelFactory counted =
        new ModelFactory(
            measuring, files, settings, CompileOptions.F32, sizes, 0, WorkerPool.CALLING_THREAD);
    try (Segmenter segmenter = counted.newSegmenter();
        Propagator propagator = counted.newPropagator()) {
      segmenter.reserve();
      propagator.reserve();
    }
  }

  Segmenter newSegmenter() {
    return files
        .interactionFamily()
        .newSegmenter(context(files.interaction(), interactionOptions()));
  }

  Propagator newPropagator() {
    return files.propagationFamily().newPropagator(context(files.propagation(), memoryOptions()));
  }

  /** Float32 instead of 8 bits, in which answers to clicks and scribbles lose Dice. */
  private CompileOptions interactionOptions() {
    return options.precision() == DType.I8 ? CompileOptions.F32 : options;
  }

  /** The options with what 8 bits need to know of the memory network. */
  private CompileOptions memoryOptions() {
    Safetensors weights = files.propagation();
    Map<String, Float> ranges =
        options.precision() == DType.I8
            ? ActivationRanges.of(weights.metadata(), weights.source())
            : null;
    return ranges == null ? options : options.withInputRanges(ranges);
  }

  private ModelContext context(Safetensors weights, CompileOptions compileOptions) {
    return new ModelContext(
        backend,
        weights,
        compileOptions,
        batches,
        cacheBytes,
        settings.propagation(),
        settings.profile(),
        settings.publishedSide(),
        workers);
  }
}
