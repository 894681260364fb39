package org.mem3d.core.propagation;

import java.util.function.Predicate;
import org.mem3d.PropagationSettings;
import org.mem3d.core.network.MemoryModel;

/** Carries with the default network, in windows that follow the object. */
public final class WindowCarrier implements Carrier {
  private final MemoryModel model;
  private final PropagationSettings settings;

  /** Takes the model, which is closed with this. */
  public WindowCarrier(MemoryModel model, PropagationSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  @Override
  public PropagationRun newRun() {
    return new Propagation(model, settings);
  }

  @Override
  public void forget(Predicate<Object> key) {
    model.features().forget(key);
  }

  @Override
  public void close() {
    model.close();
  }
}
