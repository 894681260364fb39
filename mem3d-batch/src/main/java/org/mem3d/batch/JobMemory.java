package org.mem3d.batch;

import org.mem3d.Grid;

/** How much memory a job is going to take, judged by its image's header. Stateless. */
final class JobMemory {
  /** Networks, features that are kept, and refinement, which do not grow with the volume. */
  static final long FIXED_BYTES = 160L << 20;

  /** Session, mask and what a chain keeps of each voxel; bytes. */
  private static final long SESSION = 6;

  /** A volume of labels and the mask made of it; bytes a voxel. */
  private static final int LABELS = 5;

  private JobMemory() {}

  /**
   * Returns an estimate from above, in bytes.
   *
   * @param grid the image's
   * @param voxelBytes how many bytes its file has for a voxel, before they are packed
   */
  static long bytes(Job job, Grid grid, int voxelBytes) {
    long voxels = (long) grid.sizeX() * grid.sizeY() * grid.sizeZ();
    long perVoxel = SESSION + Math.min(4, voxelBytes);
    perVoxel += job.start() == null ? 0 : LABELS;
    perVoxel += job.truth() == null ? 0 : LABELS;
    perVoxel += job.outputs().contains(JobOutput.PROBABILITY) ? 1 : 0;
    return FIXED_BYTES + voxels * perVoxel;
  }
}
