package org.mem3d.core.propagation;

import java.util.Set;
import org.mem3d.Profile;
import org.mem3d.PropagationSettings;
import org.mem3d.core.published.PublishedMemoryModel;
import org.mem3d.core.region.SliceReader;

/** Carries with a published network, on whole slices. */
public final class PublishedCarrier implements Carrier {
  private final PublishedMemoryModel model;
  private final PublishedRules rules;

  /** Takes the model, which is closed with this. */
  public PublishedCarrier(
      PublishedMemoryModel model, Profile profile, PropagationSettings settings) {
    this.model = model;
    this.rules = new PublishedRules(profile, settings);
  }

  @Override
  public PropagationRun newRun() {
    return new PublishedPropagation(model, rules);
  }

  @Override
  public void forget(Set<SliceReader> readers) {
    model.forget(
        key -> key instanceof PublishedImage.Key slice && readers.contains(slice.reader()));
  }

  @Override
  public void takeAll() {
    model.takeAll();
  }

  @Override
  public void close() {
    model.close();
  }
}
