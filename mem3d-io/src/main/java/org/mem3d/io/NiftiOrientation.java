package org.mem3d.io;

import java.util.Arrays;
import java.util.Optional;
import org.mem3d.Geometry;
import org.mem3d.VolumeException;

/** The two ways in which NIfTI says where voxels lie, as an affine and as a rotation. */
final class NiftiOrientation {
  /** How far the cosine between two axes may be from 0 for them to count as orthogonal. */
  private static final double ORTHOGONAL = 1e-5;

  private NiftiOrientation() {}

  /** Returns the geometry of the sform, if its code is positive and its numbers make a grid. */
  static Optional<Geometry> ofSform(NiftiFields fields) {
    return fields.sformCode > 0 ? grid(fields, fields.sform) : Optional.empty();
  }

  /** Returns the geometry of the qform, if its code is positive and its numbers make a grid. */
  static Optional<Geometry> ofQform(NiftiFields fields) {
    return fields.qformCode > 0 ? grid(fields, qform(fields)) : Optional.empty();
  }

  /** Returns the geometry of the spacing alone, the first voxel at the origin. */
  static Geometry ofSpacing(NiftiFields fields) {
    double[] p = spacing(fields);
    double unit = millimetres(fields);
    return Geometry.ofSpacing(p[0] * unit, p[1] * unit, p[2] * unit);
  }

  private static Optional<Geometry> grid(NiftiFields fields, double[] affine) {
    double unit = millimetres(fields);
    try {
      return Optional.of(Geometry.ofAffine(Arrays.stream(affine).map(a -> a * unit).toArray()));
    } catch (VolumeException e) {
      return Optional.empty();
    }
  }

  private static double millimetres(NiftiFields fields) {
    return switch (fields.xyztUnits & 7) {
      case 1 -> 1000;
      case 3 -> 0.001;
      default -> 1;
    };
  }

  private static double[] qform(NiftiFields fields) {
    double b = fields.qform[0];
    double c = fields.qform[1];
    double d = fields.qform[2];
    // Longer than 1, by rounding or by another program's fault: a half turn about that axis.
    double a = Math.sqrt(Math.max(1 - (b * b + c * c + d * d), 0));
    double s = 2 / (a * a + b * b + c * c + d * d);
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

  // As other readers take it: a spacing that is 0 or no number is 1, a negative one its amount.
  private static double[] spacing(NiftiFields fields) {
    double[] spacing = new double[3];
    for (int i = 0; i < 3; i++) {
      double value = Math.abs(fields.pixdim[i + 1]);
      spacing[i] = value > 0 && Double.isFinite(value) ? value : 1;
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
