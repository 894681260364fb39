package org.mem3d;

/** What is compared when a volume or mask is to be used for another volume. */
public enum GridCheck {
  /**
   * The place in the world: every voxel of one must lie on a voxel of the other, to within a tenth
   * of a voxel over the whole grid, so that headers may be rounded and a shift by half a voxel is
   * noticed. Voxels may be stored another way round (axes swapped or turned); they are reordered.
   * Where a file states two places, either counts; where one states none, sizes and spacing are
   * compared, and a spacing of 1 along all axes counts as none.
   */
  PLACE,
  /** The numbers of voxels alone: for files known to be right but for their place. */
  SIZES
}
