package org.mem3d.published;

import org.jspecify.annotations.Nullable;
import org.mem3d.Profile;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.model.ModelContext;
import org.mem3d.core.model.ModelFamily;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.graph.Weights;
import org.mem3d.published.interaction.PublishedSegmenter;
import org.mem3d.published.network.Architecture;
import org.mem3d.published.network.PublishedInteractionModel;
import org.mem3d.published.network.PublishedMemoryModel;
import org.mem3d.published.propagation.PublishedPropagator;
import org.mem3d.runtime.weights.Safetensors;

/** The published networks, which see slices whole; found as a service. Stateless; thread-safe. */
public final class PublishedModelFamily implements ModelFamily {
  /** Makes the family; loads nothing. */
  public PublishedModelFamily() {}

  @Override
  public @Nullable Role recognise(Weights weights) {
    Architecture architecture = Architecture.recognise(weights);
    if (architecture == null) {
      return null;
    }
    return architecture == Architecture.IOG ? Role.INTERACTION : Role.PROPAGATION;
  }

  @Override
  public boolean runsInBatches() {
    return false;
  }

  @Override
  public Segmenter newSegmenter(ModelContext context) {
    Safetensors weights = context.weights();
    return new PublishedSegmenter(
        new PublishedInteractionModel(
            context.backend(),
            weights,
            weights.source(),
            context.publishedSide(),
            context.options()));
  }

  @Override
  public Propagator newPropagator(ModelContext context) {
    Safetensors weights = context.weights();
    Architecture architecture = Architecture.recognise(weights);
    if (architecture == null) {
      throw new IllegalArgumentException(weights.source() + " is of no published network");
    }
    Profile profile = context.profile() == null ? Profile.OFFICIAL_CODE : context.profile();
    return new PublishedPropagator(
        new PublishedMemoryModel(
            context.backend(),
            weights,
            weights.source(),
            architecture.memoryNetwork(profile),
            context.settings().memorySlots(),
            context.publishedSide(),
            context.options(),
            context.cacheBytes()),
        profile,
        context.settings(),
        context.workers());
  }
}
