package org.mem3d.train.region;

/** The voxels that share a face with a voxel of a grid. Immutable. */
public final class Neighbours {
  private final int sizeX;
  private final int sizeY;
  private final int sizeZ;
  private final int plane;

  /**
   * Makes the neighbourhood of a grid.
   *
   * @param sizes voxels along x, y and z
   */
  public Neighbours(int[] sizes) {
    sizeX = sizes[0];
    sizeY = sizes[1];
    sizeZ = sizes[2];
    plane = sizeX * sizeY;
  }

  /**
   * Finds a voxel's neighbours.
   *
   * @param found six places, the first of which are filled
   * @return how many there are
   */
  public int of(int voxel, int[] found) {
    int x = voxel % sizeX;
    int y = voxel / sizeX % sizeY;
    int z = voxel / plane;
    int count = 0;
    if (x > 0) {
      found[count++] = voxel - 1;
    }
    if (x + 1 < sizeX) {
      found[count++] = voxel + 1;
    }
    if (y > 0) {
      found[count++] = voxel - sizeX;
    }
    if (y + 1 < sizeY) {
      found[count++] = voxel + sizeX;
    }
    if (z > 0) {
      found[count++] = voxel - plane;
    }
    if (z + 1 < sizeZ) {
      found[count++] = voxel + plane;
    }
    return count;
  }
}
