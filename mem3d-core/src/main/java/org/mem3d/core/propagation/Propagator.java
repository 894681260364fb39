package org.mem3d.core.propagation;

import java.util.Set;
import org.mem3d.core.region.SliceReader;

/**
 * A memory network ready to carry objects: the default one or a published one. One thread at a
 * time; owned by the engine.
 */
public interface Propagator extends AutoCloseable {
  /** Begins a propagation; the one before has ended. */
  Propagation newPropagation();

  /** Lets go of what is kept of the slices of these readers. */
  void evict(Set<SliceReader> readers);

  /** Compiles and allocates on the backend all that may be needed, but for features kept. */
  void reserve();

  @Override
  void close();
}
