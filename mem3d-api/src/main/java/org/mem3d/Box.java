package org.mem3d;

import java.util.Objects;

/**
 * A box of voxels, all corners included. Immutable.
 *
 * @param firstX the lowest x
 * @param firstY the lowest y
 * @param firstZ the lowest z
 * @param lastX the highest x, not below the lowest
 * @param lastY the highest y, not below the lowest
 * @param lastZ the highest z, not below the lowest
 */
public record Box(int firstX, int firstY, int firstZ, int lastX, int lastY, int lastZ) {
  /** All voxels of any volume. */
  public static final Box EVERYWHERE =
      new Box(0, 0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * Checks that the box has a voxel.
   *
   * @throws VolumeException if it has none, or begins below 0
   */
  public Box {
    if (firstX < 0
        || firstY < 0
        || firstZ < 0
        || lastX < firstX
        || lastY < firstY
        || lastZ < firstZ) {
      throw new VolumeException(
          "a box goes from voxels of 0 or more up, not from "
              + firstX
              + ","
              + firstY
              + ","
              + firstZ
              + " to "
              + lastX
              + ","
              + lastY
              + ","
              + lastZ);
    }
  }

  /**
   * Returns all voxels of some slices of any volume.
   *
   * @param axis the direction along which slices count
   * @param first the first slice
   * @param last the last slice, included; {@link Integer#MAX_VALUE} for the volume's last
   * @throws VolumeException if there is no such slice
   */
  public static Box ofSlices(Axis axis, int first, int last) {
    Objects.requireNonNull(axis, "the axis is null");
    int end = Integer.MAX_VALUE;
    return switch (axis) {
      case X -> new Box(first, 0, 0, last, end, end);
      case Y -> new Box(0, first, 0, end, last, end);
      case Z -> new Box(0, 0, first, end, end, last);
    };
  }

  /** Returns the lowest coordinate along an axis. */
  public int first(Axis axis) {
    return switch (axis) {
      case X -> firstX;
      case Y -> firstY;
      case Z -> firstZ;
    };
  }

  /** Returns the highest coordinate along an axis. */
  public int last(Axis axis) {
    return switch (axis) {
      case X -> lastX;
      case Y -> lastY;
      case Z -> lastZ;
    };
  }

  /** Returns whether a voxel lies in the box. */
  public boolean contains(int x, int y, int z) {
    return x >= firstX && x <= lastX && y >= firstY && y <= lastY && z >= firstZ && z <= lastZ;
  }
}
