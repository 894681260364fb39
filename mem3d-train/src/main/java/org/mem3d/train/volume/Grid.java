package org.mem3d.train.volume;

/**
 * The voxels of a synthetic volume, z the slices.
 *
 * @param width voxels along x
 * @param height voxels along y
 * @param depth slices
 * @param step distance of slices, in pixels
 */
record Grid(int width, int height, int depth, double step) {
  int voxels() {
    return width * height * depth;
  }

  int slice() {
    return width * height;
  }
}
