package org.mem3d.core.region;

/**
 * A rectangle of a slice, which may reach beyond it; its voxels are numbered from 0, u fastest.
 * Immutable.
 *
 * @param lowU the first voxel along u
 * @param lowV the first voxel along v
 * @param width voxels along u
 * @param height voxels along v
 */
public record SliceRectangle(int lowU, int lowV, int width, int height) {
  /** Has no voxel. */
  public static final SliceRectangle EMPTY = new SliceRectangle(0, 0, 0, 0);

  /**
   * Returns the rectangle around a box.
   *
   * @param box first u, first v, last u, last v, inclusive
   * @param margin voxels on every side
   */
  public static SliceRectangle around(int[] box, int margin) {
    return new SliceRectangle(
        box[0] - margin,
        box[1] - margin,
        box[2] - box[0] + 1 + 2 * margin,
        box[3] - box[1] + 1 + 2 * margin);
  }

  /** Returns the part of this rectangle that lies on a slice of {@code sizeU x sizeV} voxels. */
  public SliceRectangle within(int sizeU, int sizeV) {
    int u = Math.max(0, lowU);
    int v = Math.max(0, lowV);
    return new SliceRectangle(
        u, v, Math.min(sizeU, lowU + width) - u, Math.min(sizeV, lowV + height) - v);
  }

  /** Returns the number of voxels. */
  public int voxels() {
    return width * height;
  }

  /** Returns the u of a voxel by its number. */
  public int u(int voxel) {
    return lowU + voxel % width;
  }

  /** Returns the v of a voxel by its number. */
  public int v(int voxel) {
    return lowV + voxel / width;
  }

  /** Returns the number of a voxel of the slice; -1 if it lies outside. */
  public int voxel(int u, int v) {
    int x = u - lowU;
    int y = v - lowV;
    return x >= 0 && x < width && y >= 0 && y < height ? y * width + x : -1;
  }

  /** Returns both extents, u first. */
  public int[] sizes() {
    return new int[] {width, height};
  }
}
