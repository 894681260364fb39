package org.mem3d;

/**
 * One of a volume's three directions. Slices "along" an axis have a fixed index on it; positions in
 * such a slice are (u, v), the two other coordinates in the order x, y, z.
 */
public enum Axis {
  /** Slices of fixed x: u is y, v is z (sagittal in a volume stored as RAS). */
  X,
  /** Slices of fixed y: u is x, v is z (coronal in a volume stored as RAS). */
  Y,
  /** Slices of fixed z: u is x, v is y (axial in a volume stored as RAS). */
  Z;

  /** Returns the direction of u, the faster coordinate inside a slice. */
  public Axis u() {
    return this == X ? Y : X;
  }

  /** Returns the direction of v, the slower coordinate inside a slice. */
  public Axis v() {
    return this == Z ? Y : Z;
  }
}
