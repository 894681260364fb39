package org.mem3d;

import java.util.Locale;
import java.util.Objects;

/**
 * How many voxels lie along each axis, and where. Immutable.
 *
 * @param sizeX number of voxels along x, at least 1
 * @param sizeY number of voxels along y, at least 1
 * @param sizeZ number of voxels along z, at least 1
 * @param geometry where they lie in the world
 */
public record Grid(int sizeX, int sizeY, int sizeZ, Geometry geometry) {
  /** Checks that the sizes are positive. */
  public Grid {
    Objects.requireNonNull(geometry, "the geometry is null");
    if (sizeX < 1 || sizeY < 1 || sizeZ < 1) {
      throw new VolumeException(
          "a grid has positive sizes, not " + sizeX + "x" + sizeY + "x" + sizeZ);
    }
  }

  /** Returns the number of voxels along an axis. */
  public int size(Axis axis) {
    return switch (axis) {
      case X -> sizeX;
      case Y -> sizeY;
      case Z -> sizeZ;
    };
  }

  /**
   * Returns one slice as a grid of its own, of size 1 along the axis.
   *
   * @throws VolumeException if there is no such slice
   */
  public Grid slice(Axis axis, int index) {
    if (index < 0 || index >= size(axis)) {
      throw new VolumeException(
          "slice " + axis + "=" + index + " lies outside 0.." + (size(axis) - 1));
    }
    double[] affine = geometry.affine();
    double[] origin =
        geometry.toWorld(
            axis == Axis.X ? index : 0, axis == Axis.Y ? index : 0, axis == Axis.Z ? index : 0);
    for (int row = 0; row < 3; row++) {
      affine[4 * row + 3] = origin[row];
    }
    Geometry moved = Geometry.ofAffine(affine);
    boolean placed = geometry.stored().map(StoredGrid::isPlaced).orElse(true);
    return new Grid(
        axis == Axis.X ? 1 : sizeX,
        axis == Axis.Y ? 1 : sizeY,
        axis == Axis.Z ? 1 : sizeZ,
        // What a file says of the whole is not said of a slice; only that it says nothing is.
        placed ? moved : moved.withStored(geometry.stored().orElseThrow()));
  }

  /**
   * Returns the order in which the voxels of this grid are those of another.
   *
   * @throws GridException if the check finds another grid; the message tells both
   */
  public VoxelOrder orderOn(Grid image, GridCheck check) {
    return GridComparison.order(this, image, check);
  }

  /** Returns sizes, spacing, and the place in the world (RAS+): origin and directions. */
  @Override
  public String toString() {
    double[] origin = geometry.origin();
    return String.format(
        Locale.ROOT,
        "%dx%dx%d voxels of %sx%sx%s mm from %s along %s, %s, %s",
        sizeX,
        sizeY,
        sizeZ,
        number(geometry.spacing(Axis.X)),
        number(geometry.spacing(Axis.Y)),
        number(geometry.spacing(Axis.Z)),
        vector(origin),
        vector(geometry.direction(Axis.X)),
        vector(geometry.direction(Axis.Y)),
        vector(geometry.direction(Axis.Z)));
  }

  private static String vector(double[] of) {
    return "(" + number(of[0]) + ", " + number(of[1]) + ", " + number(of[2]) + ")";
  }

  /** Returns five digits, without zeros at the end. */
  static String number(double value) {
    if (Math.abs(value) < 1e-9) {
      return "0";
    }
    String text =
        new java.math.BigDecimal(value)
            .round(new java.math.MathContext(5))
            .stripTrailingZeros()
            .toPlainString();
    return text.length() <= 12 ? text : String.format(Locale.ROOT, "%.4e", value);
  }
}
