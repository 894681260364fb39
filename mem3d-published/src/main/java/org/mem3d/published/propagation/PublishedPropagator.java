package org.mem3d.published.propagation;

import java.util.Set;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.core.concurrent.WorkerPool;
import org.mem3d.core.propagation.Propagation;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.core.region.SliceReader;
import org.mem3d.published.network.PublishedMemoryModel;

/** Carries with a published network, on whole slices. */
public final class PublishedPropagator implements Propagator {
  private final PublishedMemoryModel model;
  private final PublishedRules rules;
  private final WorkerPool workers;

  /**
   * Takes the model, which is closed with this.
   *
   * @param workers share what is computed around the network
   */
  public PublishedPropagator(
      PublishedMemoryModel model,
      Profile profile,
      PropagationSettings settings,
      WorkerPool workers) {
    this.model = model;
    this.workers = workers;
    this.rules = new PublishedRules(profile, settings);
  }

  @Override
  public Propagation newPropagation() {
    return new PublishedPropagation(model, rules, workers);
  }

  @Override
  public void evict(Set<SliceReader> readers) {
    model.evict(key -> key instanceof PublishedImage.Key slice && readers.contains(slice.reader()));
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
