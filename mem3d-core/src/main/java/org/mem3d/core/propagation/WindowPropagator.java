package org.mem3d.core.propagation;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mem3d.PropagationSettings;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.network.MemoryModel;
import org.mem3d.core.propagation.result.DiceCalibration;
import org.mem3d.core.propagation.run.MemoryKey;
import org.mem3d.core.region.SliceImage;
import org.mem3d.core.region.SliceReader;

/** Carries with the default network, in windows that follow the object. */
public final class WindowPropagator implements Propagator {
  private final MemoryModel model;
  private final PropagationSettings settings;
  private final @Nullable DiceCalibration calibration;
  private final WorkerPool workers;

  /**
   * Takes a model.
   *
   * @param model is closed with this
   * @param calibration of its predicted Dice; null if there is none
   * @param workers share what is computed around the network
   */
  public WindowPropagator(
      MemoryModel model,
      PropagationSettings settings,
      @Nullable DiceCalibration calibration,
      WorkerPool workers) {
    this.model = model;
    this.settings = settings;
    this.calibration = calibration;
    this.workers = workers;
  }

  @Override
  public Propagation newPropagation() {
    return new WindowPropagation(model, settings, calibration, workers);
  }

  @Override
  public void evict(Set<SliceReader> readers) {
    model.evict(
        key -> {
          Object seen = key instanceof MemoryKey remembered ? remembered.image() : key;
          return seen instanceof SliceImage image && readers.contains(image.reader());
        });
  }

  @Override
  public void reserve() {
    model.reserve();
  }

  @Override
  public void close() {
    model.close();
  }
}
