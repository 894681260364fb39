package org.mem3d.eval.baseline;

/**
 * Intensities and seeds on a grid, u fastest, then v, then slices. The arrays are shared, not
 * copied, and not changed.
 */
final class SeededGrid {
  /** The seed of a voxel that belongs to the object. */
  static final byte OBJECT = 1;

  /** The seed of a voxel that does not. */
  static final byte BACKGROUND = 2;

  /** Number of voxels along u, v and slices. */
  final int[] sizes;

  /** Distance from a voxel to the next one along u, v and slices, in the array. */
  final int[] steps;

  /** Distance of neighbours along u, v and slices, in millimetres. */
  final double[] spacings;

  /** From 0 to 1. */
  final float[] intensities;

  /** 0, {@link #OBJECT} or {@link #BACKGROUND}. */
  final byte[] seeds;

  SeededGrid(int[] sizes, double[] spacings, float[] intensities, byte[] seeds) {
    this.sizes = sizes;
    this.steps = new int[] {1, sizes[0], sizes[0] * sizes[1]};
    this.spacings = spacings;
    this.intensities = intensities;
    this.seeds = seeds;
  }

  /** Returns the number of voxels. */
  int size() {
    return seeds.length;
  }

  /** Returns the position of a voxel along a direction: 0 for u, 1 for v, 2 for slices. */
  int position(int voxel, int direction) {
    return voxel / steps[direction] % sizes[direction];
  }

  /** Returns whether a voxel has a next one along a direction. */
  boolean hasNext(int voxel, int direction) {
    return position(voxel, direction) < sizes[direction] - 1;
  }

  /** Returns the smallest spacing. */
  double finest() {
    return Math.min(spacings[0], Math.min(spacings[1], spacings[2]));
  }
}
