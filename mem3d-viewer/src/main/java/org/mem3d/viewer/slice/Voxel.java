package org.mem3d.viewer.slice;

import org.mem3d.Axis;
import org.mem3d.Grid;

/**
 * A voxel at which the three planes meet. Immutable.
 *
 * @param x along x, from 0
 * @param y along y, from 0
 * @param z along z, from 0
 */
public record Voxel(int x, int y, int z) {
  /** Returns the voxel in the middle of a grid. */
  public static Voxel middle(Grid grid) {
    return new Voxel(grid.sizeX() / 2, grid.sizeY() / 2, grid.sizeZ() / 2);
  }

  /** Returns the coordinate along an axis. */
  public int at(Axis axis) {
    return switch (axis) {
      case X -> x;
      case Y -> y;
      case Z -> z;
    };
  }

  /** Returns this voxel with another coordinate along an axis. */
  public Voxel with(Axis axis, int value) {
    return new Voxel(
        axis == Axis.X ? value : x, axis == Axis.Y ? value : y, axis == Axis.Z ? value : z);
  }

  /** Returns this voxel, moved into a grid. */
  public Voxel within(Grid grid) {
    return new Voxel(
        Math.max(0, Math.min(grid.sizeX() - 1, x)),
        Math.max(0, Math.min(grid.sizeY() - 1, y)),
        Math.max(0, Math.min(grid.sizeZ() - 1, z)));
  }
}
