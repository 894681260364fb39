package org.mem3d.io;

import java.util.Arrays;
import org.mem3d.Geometry;
import org.mem3d.VolumeException;

/** The two ways in which NIfTI says where voxels lie, as an affine and as a rotation. */
final class NiftiOrientation {
  /** How far the cosine between two axes may be from 0 for them to count as orthogonal. */
  private static final double ORTHOGONAL = 1e-5;

  private NiftiOrientation() {}

  /**
   * Returns the geometry of a header: of the sform if its code is positive, else of the qform if
   * its code is, else of the spacing alone (the standard's methods 3, 2 and 1).
   *
   * @throws VolumeException if the numbers make no geometry
   */
  static Geometry geometry(NiftiFields fields) {
    double toMillimetres =
        switch (fields.xyztUnits & 7) {
          case 1 -> 1000;
          case 3 -> 0.001;
          default -> 1;
        };
    double[] affine =
        fields.sformCode > 0
            ? fields.sform.clone()
            : fields.qformCode > 0 ? ofQform(fields) : ofSpacing(fields);
    for (int i = 0; i < 12; i++) {
      affine[i] *= toMillimetres;
    }
    try {
      return Geometry.ofAffine(affine);
    } catch (VolumeException e) {
      throw new VolumeException(
          "has an orientation (sform_code "
              + fields.sformCode
              + ", qform_code "
              + fields.qformCode
              + ") that is none; it needs "
              + e.getMessage(),
          e);
    }
  }

  private static double[] ofSpacing(NiftiFields fields) {
    double[] p = spacing(fields);
    return new double[] {p[0], 0, 0, 0, 0, p[1], 0, 0, 0, 0, p[2], 0};
  }

  private static double[] ofQform(NiftiFields fields) {
    double b = fields.qform[0];
    double c = fields.qform[1];
    double d = fields.qform[2];
    double rest = 1 - (b * b + c * c + d * d);
    if (!(rest > -1e-3)) {
      throw new VolumeException(
          "has the qform quaternion "
              + b
              + ", "
              + c
              + ", "
              + d
              + ", longer than 1: repair qform_code or the quaternion");
    }
    double a = Math.sqrt(Math.max(rest, 0));
    // Slightly longer than 1 by rounding: a half turn, made a unit quaternion again.
    double norm = a * a + b * b + c * c + d * d;
    double s = 2 / norm;
    double[] p = spacing(fields);
    double px = p[0];
    double py = p[1];
    double pz = fields.pixdim[0] < 0 ? -p[2] : p[2];
    double[] offset = fields.qform;
    return new double[] {
      (1 - s * (c * c + d * d)) * px,
      s * (b * c - a * d) * py,
      s * (b * d + a * c) * pz,
      offset[3],
      s * (b * c + a * d) * px,
      (1 - s * (b * b + d * d)) * py,
      s * (c * d - a * b) * pz,
      offset[4],
      s * (b * d - a * c) * px,
      s * (c * d + a * b) * py,
      (1 - s * (b * b + c * c)) * pz,
      offset[5]
    };
  }

  // Many programs leave the spacing of a dimension of one voxel at 0; it then counts as 1.
  private static double[] spacing(NiftiFields fields) {
    double[] spacing = new double[3];
    for (int i = 0; i < 3; i++) {
      double value = fields.pixdim[i + 1];
      spacing[i] = value == 0 && fields.dim[i + 1] <= 1 ? 1 : value;
      if (!(spacing[i] > 0) || !Double.isFinite(spacing[i])) {
        throw new VolumeException(
            "has the spacing (pixdim) "
                + Arrays.toString(Arrays.copyOfRange(fields.pixdim, 1, 4))
                + ": it must be positive and finite");
      }
    }
    return spacing;
  }

  /**
   * Puts a geometry into a header: spacing and sform always, the qform if the axes are orthogonal;
   * else its code stays 0.
   */
  static void write(Geometry geometry, NiftiFields fields) {
    double[] affine = geometry.affine();
    System.arraycopy(affine, 0, fields.sform, 0, 12);
    fields.sformCode = 1;
    fields.xyztUnits = 2;
    double[][] axes = new double[3][3];
    for (int i = 0; i < 3; i++) {
      double spacing = Math.hypot(Math.hypot(affine[i], affine[4 + i]), affine[8 + i]);
      fields.pixdim[i + 1] = spacing;
      for (int row = 0; row < 3; row++) {
        axes[i][row] = affine[4 * row + i] / spacing;
      }
    }
    double handedness = dot(cross(axes[0], axes[1]), axes[2]);
    fields.pixdim[0] = handedness < 0 ? -1 : 1;
    boolean orthogonal =
        Math.abs(dot(axes[0], axes[1])) < ORTHOGONAL
            && Math.abs(dot(axes[0], axes[2])) < ORTHOGONAL
            && Math.abs(dot(axes[1], axes[2])) < ORTHOGONAL;
    if (!orthogonal) {
      return;
    }
    fields.qformCode = 1;
    double[] quaternion = quaternion(axes[0], axes[1], handedness < 0 ? negated(axes[2]) : axes[2]);
    System.arraycopy(quaternion, 1, fields.qform, 0, 3);
    for (int row = 0; row < 3; row++) {
      fields.qform[3 + row] = affine[4 * row + 3];
    }
  }

  /** Returns a, b, c, d with a not negative, of the rotation whose matrix has these columns. */
  private static double[] quaternion(double[] x, double[] y, double[] z) {
    // Four times the square of each component; the largest is the safe one to divide by.
    double[] squares = {
      1 + x[0] + y[1] + z[2], 1 + x[0] - y[1] - z[2], 1 - x[0] + y[1] - z[2], 1 - x[0] - y[1] + z[2]
    };
    int largest = 0;
    for (int i = 1; i < 4; i++) {
      if (squares[i] > squares[largest]) {
        largest = i;
      }
    }
    double[] q =
        switch (largest) {
          case 0 -> new double[] {squares[0], y[2] - z[1], z[0] - x[2], x[1] - y[0]};
          case 1 -> new double[] {y[2] - z[1], squares[1], x[1] + y[0], z[0] + x[2]};
          case 2 -> new double[] {z[0] - x[2], x[1] + y[0], squares[2], y[2] + z[1]};
          default -> new double[] {x[1] - y[0], z[0] + x[2], y[2] + z[1], squares[3]};
        };
    double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double scale = q[0] < 0 ? -1 / norm : 1 / norm;
    for (int i = 0; i < 4; i++) {
      q[i] *= scale;
    }
    return q;
  }

  private static double[] negated(double[] a) {
    return new double[] {-a[0], -a[1], -a[2]};
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
