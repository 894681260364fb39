package org.mem3d.core.session;

import org.mem3d.ModelException;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.core.interaction.PublishedSegmenter;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.network.Batches;
import org.mem3d.core.network.DeviceNeed;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.Carrier;
import org.mem3d.core.propagation.DiceCalibration;
import org.mem3d.core.propagation.PublishedCarrier;
import org.mem3d.core.propagation.WindowCarrier;
import org.mem3d.core.published.Architecture;
import org.mem3d.core.published.PublishedInteractionModel;
import org.mem3d.core.published.PublishedMemoryModel;
import org.mem3d.core.weights.Safetensors;
import org.mem3d.spi.Backend;
import org.mem3d.spi.CompileOptions;

/**
 * How the networks are made on a backend. Immutable.
 *
 * @param options how graphs are compiled
 * @param batches in which sizes the default networks run
 * @param cacheBytes for features that are kept, for each propagation that runs
 */
record Networks(
    Backend backend,
    ModelFiles files,
    EngineSettings settings,
    CompileOptions options,
    Batches batches,
    long cacheBytes) {

  static Networks of(Backend backend, ModelFiles files, EngineSettings settings) {
    return new Networks(
        backend, files, settings, settings.options(backend), Batches.ALL, settings.cacheBytes());
  }

  /** The same with another limit on what is taken of the device. */
  Networks within(Batches others, long bytes) {
    return new Networks(backend, files, settings, options, others, bytes);
  }

  /** Returns whether both networks are the default ones, whose batches can be made smaller. */
  boolean areDefault() {
    return Architecture.recognise(files.interaction()) == null
        && Architecture.recognise(files.propagation()) == null;
  }

  /** Counts what the default networks take of the device with batches of these sizes. */
  DeviceNeed need(Batches sizes) {
    return DeviceNeed.of(
        files.interaction(),
        files.propagation(),
        settings.propagation().memorySlots(),
        settings.propagation().topK(),
        sizes);
  }

  Segmenter newSegmenter() {
    Safetensors weights = files.interaction();
    if (Architecture.recognise(weights) == Architecture.IOG) {
      return new PublishedSegmenter(
          new PublishedInteractionModel(
              backend, weights, weights.source(), settings.publishedSide(), options));
    }
    return new SliceSegmenter(
        new InteractionModel(backend, weights, weights.source(), options, batches),
        settings.propagation().windowFactor());
  }

  Carrier newCarrier() {
    Safetensors weights = files.propagation();
    Architecture published = Architecture.recognise(weights);
    PropagationSettings propagation = settings.propagation();
    if (published == null) {
      if (settings.profile() != null) {
        throw new ModelException(
            "profile "
                + settings.profile()
                + " is for a published memory network, which "
                + weights.source()
                + " is not");
      }
      return new WindowCarrier(
          new MemoryModel(
              backend,
              weights,
              weights.source(),
              propagation.memorySlots(),
              propagation.topK(),
              options,
              cacheBytes,
              batches),
          propagation,
          DiceCalibration.of(weights.metadata(), weights.source()));
    }
    Profile profile = settings.profile() == null ? Profile.OFFICIAL_CODE : settings.profile();
    return new PublishedCarrier(
        new PublishedMemoryModel(
            backend,
            weights,
            weights.source(),
            published.memoryNetwork(profile),
            propagation.memorySlots(),
            settings.publishedSide(),
            options,
            cacheBytes),
        profile,
        propagation);
  }
}
