package org.mem3d.core.model;

import org.jspecify.annotations.Nullable;
import org.mem3d.core.interaction.Segmenter;
import org.mem3d.core.propagation.Propagator;
import org.mem3d.graph.Weights;

/**
 * A kind of networks: knows their weights when it sees them, and makes what an engine needs of
 * them. Families other than the default one are found as services. Stateless; thread-safe.
 */
public interface ModelFamily {
  /** What a network of an engine is for. */
  enum Role {
    /** From marks to the mask of a slice. */
    INTERACTION,
    /** From slice to slice. */
    PROPAGATION
  }

  /**
   * Returns what weights are for, as far as the names of their tensors tell; null if they are of
   * another family. Whether all tensors are there in their shapes is checked when a network is
   * made.
   */
  @Nullable Role recognise(Weights weights);

  /** Returns whether networks run in batches, whose size an engine may choose; else one by one. */
  boolean runsInBatches();

  /**
   * Makes what answers marks; it is the caller's to close.
   *
   * @throws org.mem3d.ModelException if the weights do not fit the network
   */
  Segmenter newSegmenter(ModelContext context);

  /**
   * Makes what goes from slice to slice; it is the caller's to close.
   *
   * @throws org.mem3d.ModelException if the weights do not fit the network, or the profile is of
   *     another family
   */
  Propagator newPropagator(ModelContext context);
}
