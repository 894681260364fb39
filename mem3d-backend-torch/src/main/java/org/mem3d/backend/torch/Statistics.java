package org.mem3d.backend.torch;

/** Which means and variances batch norms use. */
public enum Statistics {
  /** The stored ones. */
  STORED,
  /** Those of the current batch, by which the stored ones are moved. */
  OF_BATCH
}
