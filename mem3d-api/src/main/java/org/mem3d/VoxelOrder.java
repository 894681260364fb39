package org.mem3d;

/**
 * In which order the voxels of one grid are those of another: which axis is which, and which are
 * turned round. Immutable.
 */
public final class VoxelOrder {
  private final Grid to;
  private final Axis[] axes;
  private final boolean[] turned;

  /** Where the wanted grid's voxel 0, 0, 0 is, and how far it is to the next along x, y and z. */
  private final int start;

  private final int[] steps = new int[3];

  /**
   * Makes an order.
   *
   * @param axes for x, y and z of {@code to} in turn the axis of {@code from}
   * @param turned for the same whether the axis counts the other way
   */
  VoxelOrder(Grid from, Grid to, Axis[] axes, boolean[] turned) {
    this.to = to;
    this.axes = axes.clone();
    this.turned = turned.clone();
    int[] sizes = {to.sizeX(), to.sizeY(), to.sizeZ()};
    int first = 0;
    for (int i = 0; i < 3; i++) {
      int step =
          switch (axes[i]) {
            case X -> 1;
            case Y -> from.sizeX();
            case Z -> from.sizeX() * from.sizeY();
          };
      steps[i] = turned[i] ? -step : step;
      first += turned[i] ? step * (sizes[i] - 1) : 0;
    }
    start = first;
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
   * Returns where a voxel of the wanted grid is among those that are there.
   *
   * @param index in the wanted grid, x fastest
   * @return the index in the grid that is there, x fastest
   */
  public int sourceIndex(int index) {
    int x = index % to.sizeX();
    int y = index / to.sizeX() % to.sizeY();
    int z = index / to.sizeX() / to.sizeY();
    return start + x * steps[0] + y * steps[1] + z * steps[2];
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
