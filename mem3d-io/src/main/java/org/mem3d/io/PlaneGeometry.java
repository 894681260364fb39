package org.mem3d.io;

import org.mem3d.Geometry;

/** The geometry of files that may have fewer than three axes. Stateless. */
final class PlaneGeometry {
  private PlaneGeometry() {}

  /**
   * Returns the geometry of some axes; the ones that lack stand at right angles to those that are
   * there, with a spacing of 1 mm.
   *
   * @param columns what a step along each axis is, x, y, z
   * @param given how many of the columns are there
   * @throws org.mem3d.VolumeException if they make no grid
   */
  static Geometry of(double[][] columns, int given, double[] origin) {
    double[] x = columns[0];
    double[] y = given > 1 ? columns[1] : across(x);
    double[] z = given > 2 ? columns[2] : unit(cross(x, y));
    double[] rows = new double[12];
    for (int row = 0; row < 3; row++) {
      rows[4 * row] = x[row];
      rows[4 * row + 1] = y[row];
      rows[4 * row + 2] = z[row];
      rows[4 * row + 3] = origin[row];
    }
    return Geometry.ofAffine(rows);
  }

  private static double[] across(double[] of) {
    boolean alongX = Math.abs(of[0]) >= Math.max(Math.abs(of[1]), Math.abs(of[2]));
    return unit(cross(alongX ? new double[] {0, 0, 1} : new double[] {1, 0, 0}, of));
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static double[] unit(double[] of) {
    double length = Math.hypot(Math.hypot(of[0], of[1]), of[2]);
    return new double[] {of[0] / length, of[1] / length, of[2] / length};
  }
}
