package org.mem3d.core.propagation;

import java.util.function.Predicate;

/**
 * A memory network ready to carry objects: the default one or a published one. One thread at a
 * time; owned by the engine.
 */
public interface Carrier extends AutoCloseable {
  /** Begins a propagation; the one before has ended. */
  PropagationRun newRun();

  /** Lets go of what is kept of slices that are named by such a key. */
  void forget(Predicate<Object> key);

  @Override
  void close();
}
