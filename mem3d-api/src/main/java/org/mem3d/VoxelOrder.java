package org.mem3d;

/**
 * In which order the voxels of one grid are those of another: which axis is which, and which are
 * turned round. Immutable.
 */
public final class VoxelOrder {
  private final Grid to;
  private final Axis[] axes;
  private final boolean[] turned;

  /**
   * Makes an order.
   *
   * @param axes for x, y and z of {@code to} in turn the axis of {@code from}
   * @param turned for the same whether the axis counts the other way
   */
  VoxelOrder(Grid to, Axis[] axes, boolean[] turned) {
    this.to = to;
    this.axes = axes.clone();
    this.turned = turned.clone();
  }

  /** Returns whether voxels are in one order already. */
  public boolean isSame() {
    return axes[0] == Axis.X
        && axes[1] == Axis.Y
        && axes[2] == Axis.Z
        && !turned[0]
        && !turned[1]
        && !turned[2];
  }

  /** Returns the grid whose order is wanted. */
  public Grid to() {
    return to;
  }

  /**
   * Returns where a voxel of the wanted grid is on an axis of the grid that is there.
   *
   * @param axis of the grid that is there
   * @param x index in the wanted grid
   * @param y index in the wanted grid
   * @param z index in the wanted grid
   */
  public int source(Axis axis, int x, int y, int z) {
    if (axes[0] == axis) {
      return turned[0] ? to.sizeX() - 1 - x : x;
    }
    if (axes[1] == axis) {
      return turned[1] ? to.sizeY() - 1 - y : y;
    }
    return turned[2] ? to.sizeZ() - 1 - z : z;
  }

  /** Returns a view of a volume on the grid that is there, in the wanted order and place. */
  Volume view(Volume volume) {
    return new ReorderedVolume(volume, this);
  }

  /** Returns which of the source's axes is this axis of the wanted grid. */
  Axis source(Axis axis) {
    return axes[number(axis)];
  }

  /** Returns whether an axis of the wanted grid counts the other way. */
  boolean isTurned(Axis axis) {
    return turned[number(axis)];
  }

  private static int number(Axis axis) {
    return switch (axis) {
      case X -> 0;
      case Y -> 1;
      case Z -> 2;
    };
  }
}
