package org.mem3d.core.model;

import java.util.stream.Stream;
import org.mem3d.ModelException;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.interaction.SliceSegmenter;
import org.mem3d.core.network.InteractionModel;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.core.propagation.WindowPropagator;
import org.mem3d.core.propagation.result.DiceCalibration;
import org.mem3d.graph.Weights;
import org.mem3d.runtime.weights.Safetensors;

/** The default networks, which see slices through windows. Takes weights of any other names. */
final class DefaultModelFamily implements ModelFamily {
  @Override
  public Role recognise(Weights weights) {
    boolean memory =
        weights.names().stream()
            .anyMatch(name -> Stream.of("read.", "value.", "key.").anyMatch(name::startsWith));
    return memory ? Role.PROPAGATION : Role.INTERACTION;
  }

  @Override
  public boolean runsInBatches() {
    return true;
  }

  @Override
  public Segmenter newSegmenter(ModelContext context) {
    Safetensors weights = context.weights();
    return new SliceSegmenter(
        new InteractionModel(
            context.backend(), weights, weights.source(), context.options(), context.batches()),
        context.settings().windowFactor(),
        context.workers());
  }

  @Override
  public Propagator newPropagator(ModelContext context) {
    Safetensors weights = context.weights();
    if (context.profile() != null) {
      throw new ModelException(
          "profile "
              + context.profile()
              + " is for a published memory network, which "
              + weights.source()
              + " is not");
    }
    return new WindowPropagator(
        new MemoryModel(
            context.backend(),
            weights,
            weights.source(),
            context.settings().memorySlots(),
            context.settings().topK(),
            context.options(),
            context.cacheBytes(),
            context.batches(),
            context.workers()),
        context.settings(),
        DiceCalibration.of(weights.metadata(), weights.source()),
        context.workers());
  }
}
