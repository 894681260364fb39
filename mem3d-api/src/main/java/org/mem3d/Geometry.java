package org.mem3d;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where voxels lie in the world: an affine map from voxel coordinates (x, y, z; centres at whole
 * numbers) to millimetres in NIfTI's RAS+ frame. Immutable.
 *
 * <p>A geometry read from a file also carries the file's own words ({@link #stored}), and so do the
 * masks and probabilities of an image: what is written on it says the same, field by field. Two
 * geometries are equal if they put every voxel at the same place, in whatever words.
 */
public final class Geometry {
  /** Voxels of 1 mm, voxel 0, 0, 0 at the origin, axes along the world's. */
  public static final Geometry UNIT = ofSpacing(1, 1, 1);

  private final double[] affine;
  private final @Nullable StoredGrid stored;

  private Geometry(double[] affine, @Nullable StoredGrid stored) {
    this.affine = affine;
    this.stored = stored;
  }

  /**
   * Makes a geometry from the distances between voxel centres, in millimetres, with the axes along
   * the world's and the first voxel at the origin.
   *
   * @throws VolumeException if a spacing is not positive and finite
   */
  public static Geometry ofSpacing(double x, double y, double z) {
    if (!(x > 0 && y > 0 && z > 0)) {
      throw new VolumeException(
          "spacings of positive length, not " + x + ", " + y + ", " + z + " (mirror by ofAffine)");
    }
    return ofAffine(x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0);
  }

  /**
   * Makes a geometry from the three rows of the voxel-to-world matrix.
   *
   * @param rows twelve numbers: for world x, y and z in turn the factors of voxel x, y, z and the
   *     offset, in millimetres
   * @throws VolumeException if there are not twelve finite numbers or two axes are parallel
   */
  public static Geometry ofAffine(double... rows) {
    Objects.requireNonNull(rows, "the affine is null");
    if (rows.length != 12) {
      throw new VolumeException(
          "an affine has 12 numbers (three rows of four), not " + rows.length);
    }
    for (double value : rows) {
      if (!Double.isFinite(value)) {
        throw new VolumeException("an affine of finite numbers, not " + Arrays.toString(rows));
      }
    }
    double[] affine = rows.clone();
    for (int i = 0; i < 12; i++) {
      affine[i] += 0.0; // so that no zero is negative, and equal places are equal
    }
    Geometry geometry = new Geometry(affine, null);
    double size = geometry.spacing(Axis.X) * geometry.spacing(Axis.Y) * geometry.spacing(Axis.Z);
    if (!(Math.abs(geometry.determinant()) > 1e-9 * size) || !(size > 0)) {
      throw new VolumeException(
          "an affine with three independent axes of positive length, not " + Arrays.toString(rows));
    }
    return geometry;
  }

  /**
   * Makes a geometry from the attributes of a DICOM series, whose world is LPS+ (x to the patient's
   * left, y to the back, z upwards).
   *
   * @param position ImagePositionPatient of the first slice: the place of its first voxel
   * @param orientation ImageOrientationPatient: the direction along a row, in which x grows, and
   *     along a column, in which y grows, three numbers each
   * @param pixelSpacing PixelSpacing: the distance of rows, then of columns, in millimetres
   * @param sliceSpacing the distance of slices, in millimetres, as their positions tell it:
   *     positive if they follow each other along the cross product of the two directions, else
   *     negative
   * @throws VolumeException if there are not three, six and two finite numbers, a direction is not
   *     of length 1, they are not at right angles, or a spacing is 0 or, of pixels, negative
   */
  public static Geometry ofDicom(
      double[] position, double[] orientation, double[] pixelSpacing, double sliceSpacing) {
    Objects.requireNonNull(position, "the position is null");
    Objects.requireNonNull(orientation, "the orientation is null");
    Objects.requireNonNull(pixelSpacing, "the pixel spacing is null");
    if (position.length != 3 || orientation.length != 6 || pixelSpacing.length != 2) {
      throw new VolumeException(
          "a position of 3 numbers, an orientation of 6 and a pixel spacing of 2, not "
              + position.length
              + ", "
              + orientation.length
              + " and "
              + pixelSpacing.length);
    }
    double[] o = orientation;
    double row = o[0] * o[0] + o[1] * o[1] + o[2] * o[2];
    double column = o[3] * o[3] + o[4] * o[4] + o[5] * o[5];
    double both = o[0] * o[3] + o[1] * o[4] + o[2] * o[5];
    if (!(Math.abs(row - 1) < 0.01 && Math.abs(column - 1) < 0.01 && Math.abs(both) < 0.01)) {
      throw new VolumeException(
          "two directions of length 1 at right angles, not " + Arrays.toString(orientation));
    }
    if (!(pixelSpacing[0] > 0 && pixelSpacing[1] > 0) || sliceSpacing == 0) {
      throw new VolumeException(
          "pixel spacings above 0 and a slice spacing that is not 0, not "
              + Arrays.toString(pixelSpacing)
              + " and "
              + sliceSpacing);
    }
    double[] normal = {
      o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]
    };
    double[] affine = new double[12];
    for (int d = 0; d < 3; d++) {
      int sign = d < 2 ? -1 : 1; // From LPS+ to RAS+.
      affine[4 * d] = sign * o[d] * pixelSpacing[1];
      affine[4 * d + 1] = sign * o[3 + d] * pixelSpacing[0];
      affine[4 * d + 2] = sign * normal[d] * sliceSpacing;
      affine[4 * d + 3] = sign * position[d];
    }
    return ofAffine(affine);
  }

  /** Returns this geometry, carrying a file's words for it; for readers of formats. */
  public Geometry withStored(StoredGrid stored) {
    return new Geometry(affine, Objects.requireNonNull(stored, "the stored grid is null"));
  }

  /** Returns the words of the file it was read from; empty if a program made it. */
  public Optional<StoredGrid> stored() {
    return Optional.ofNullable(stored);
  }

  /** Returns the distance between neighbouring voxel centres along an axis, in millimetres. */
  public double spacing(Axis axis) {
    int column = column(axis);
    return Math.sqrt(
        affine[column] * affine[column]
            + affine[4 + column] * affine[4 + column]
            + affine[8 + column] * affine[8 + column]);
  }

  /**
   * Returns the volume of one voxel in cubic millimetres: of the parallelepiped that it is, so that
   * it is right for sheared voxels too, where the product of the spacings is too large.
   */
  public double voxelVolume() {
    return Math.abs(determinant());
  }

  /** Returns the world position of voxel 0, 0, 0: x, y, z. */
  public double[] origin() {
    return new double[] {affine[3], affine[7], affine[11]};
  }

  /** Returns the direction of an axis in the world: x, y, z of a vector of length 1. */
  public double[] direction(Axis axis) {
    int column = column(axis);
    double spacing = spacing(axis);
    return new double[] {
      affine[column] / spacing, affine[4 + column] / spacing, affine[8 + column] / spacing
    };
  }

  /** Returns the twelve numbers of {@link #ofAffine}, copied. */
  public double[] affine() {
    return affine.clone();
  }

  /** Returns the world position of a voxel position, both x, y, z. */
  public double[] toWorld(double x, double y, double z) {
    double[] world = new double[3];
    for (int row = 0; row < 3; row++) {
      int at = 4 * row;
      world[row] = affine[at] * x + affine[at + 1] * y + affine[at + 2] * z + affine[at + 3];
    }
    return world;
  }

  /** Returns the voxel position of a world position, both x, y, z. */
  public double[] toVoxel(double worldX, double worldY, double worldZ) {
    double[] a = affine;
    double x = worldX - a[3];
    double y = worldY - a[7];
    double z = worldZ - a[11];
    double det = determinant();
    return new double[] {
      (x * (a[5] * a[10] - a[6] * a[9])
              - a[1] * (y * a[10] - a[6] * z)
              + a[2] * (y * a[9] - a[5] * z))
          / det,
      (a[0] * (y * a[10] - a[6] * z)
              - x * (a[4] * a[10] - a[6] * a[8])
              + a[2] * (a[4] * z - y * a[8]))
          / det,
      (a[0] * (a[5] * z - y * a[9])
              - a[1] * (a[4] * z - y * a[8])
              + x * (a[4] * a[9] - a[5] * a[8]))
          / det
    };
  }

  /**
   * Returns the axis along which slices lie farthest apart; of equal ones the last, so usually z.
   */
  public Axis coarsestAxis() {
    Axis coarsest = Axis.Z;
    for (Axis axis : new Axis[] {Axis.Y, Axis.X}) {
      if (spacing(axis) > spacing(coarsest) * 1.0001) {
        coarsest = axis;
      }
    }
    return coarsest;
  }

  private static int column(Axis axis) {
    return switch (axis) {
      case X -> 0;
      case Y -> 1;
      case Z -> 2;
    };
  }

  private double determinant() {
    double[] a = affine;
    return a[0] * (a[5] * a[10] - a[6] * a[9])
        - a[1] * (a[4] * a[10] - a[6] * a[8])
        + a[2] * (a[4] * a[9] - a[5] * a[8]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Geometry that && Arrays.equals(affine, that.affine);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(affine);
  }

  /** Returns spacing and origin in millimetres. */
  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%.4gx%.4gx%.4g mm at (%.4g, %.4g, %.4g)",
        spacing(Axis.X),
        spacing(Axis.Y),
        spacing(Axis.Z),
        affine[3],
        affine[7],
        affine[11]);
  }
}
