package org.mem3d.train.volume;

import java.util.SplittableRandom;

/**
 * Draws shapes into a volume's labels. All are solved in warped coordinates, so edges bend without
 * resampling; each is looked for in its own box alone. One thread, one volume.
 */
final class Shapes {
  /** Farthest that a warp moves a point, in pixels. */
  private static final double REACH = 14;

  /** Where a point lies, relative to a shape's centre, in pixels. */
  private interface Solid {
    boolean holds(double x, double y, double z, int voxel);
  }

  private final Grid grid;
  private final Warp warp;
  private final float[] wobble;
  private final SplittableRandom random;
  private final short[] labels;

  Shapes(Grid grid, Warp warp, float[] wobble, SplittableRandom random, short[] labels) {
    this.grid = grid;
    this.warp = warp;
    this.wobble = wobble;
    this.random = random;
    this.labels = labels;
  }

  /**
   * Draws a shape of a random kind.
   *
   * @param label its number
   * @param inside the number that it may cover; 0 for any
   * @param centre where, in pixels
   * @param radius how large, in pixels
   */
  void draw(short label, short inside, double[] centre, double radius) {
    double kind = random.nextDouble();
    if (kind < 0.42) {
      fill(label, inside, centre, 1.6 * radius, blob(radius));
    } else if (kind < 0.55) {
      Solid whole = Draw.chance(random, 0.5) ? blob(radius) : superquadric(radius);
      double[] cut = Draw.direction(random);
      double at = Draw.uniform(random, -0.3, 0.5) * radius;
      Solid solid =
          Draw.chance(random, 0.5)
              ? whole
              : (x, y, z, voxel) ->
                  cut[0] * x + cut[1] * y + cut[2] * z < at && whole.holds(x, y, z, voxel);
      fill(label, inside, centre, 1.6 * radius, solid);
    } else if (kind < 0.75) {
      int parts = Draw.between(random, 2, 5);
      for (int part = 0; part < parts; part++) {
        double size = radius * Draw.uniform(random, 0.4, 0.8);
        double[] to = Draw.direction(random);
        double away = part == 0 ? 0 : radius * Draw.uniform(random, 0.3, 0.8);
        double[] place = {
          centre[0] + to[0] * away, centre[1] + to[1] * away, centre[2] + to[2] * away
        };
        fill(label, inside, place, 1.6 * size, blob(size));
      }
    } else if (kind < 0.93) {
      tube(label, inside, centre, radius, Math.min(14, Math.max(2.5, radius / 3)), 0);
    } else {
      sheet(label, inside, centre, radius);
    }
  }

  private Solid blob(double radius) {
    double[] r = Draw.rotation(random);
    double a = 1 / (radius * Draw.uniform(random, 0.55, 1.25));
    double b = 1 / (radius * Draw.uniform(random, 0.55, 1.25));
    double c = 1 / (radius * Draw.uniform(random, 0.55, 1.25));
    double bumps = Draw.chance(random, 0.7) ? Draw.uniform(random, -0.4, 0.4) : 0;
    return (x, y, z, voxel) -> {
      double p = a * (r[0] * x + r[1] * y + r[2] * z);
      double q = b * (r[3] * x + r[4] * y + r[5] * z);
      double s = c * (r[6] * x + r[7] * y + r[8] * z);
      return p * p + q * q + s * s < 1 + bumps * wobble[voxel];
    };
  }

  private Solid superquadric(double radius) {
    double[] r = Draw.rotation(random);
    double a = 1 / (radius * Draw.uniform(random, 0.5, 1));
    double b = 1 / (radius * Draw.uniform(random, 0.5, 1));
    double c = 1 / (radius * Draw.uniform(random, 0.5, 1));
    boolean sharp = Draw.chance(random, 0.5);
    return (x, y, z, voxel) -> {
      double p = a * (r[0] * x + r[1] * y + r[2] * z);
      double q = b * (r[3] * x + r[4] * y + r[5] * z);
      double s = c * (r[6] * x + r[7] * y + r[8] * z);
      p *= p;
      q *= q;
      s *= s;
      if (sharp) {
        p *= p;
        q *= q;
        s *= s;
      }
      return p * p + q * q + s * s < 1;
    };
  }

  private void tube(
      short label, short inside, double[] start, double reach, double radius, int branch) {
    double[] at = start.clone();
    double[] heading = Draw.direction(random);
    double thickness = radius;
    double stride = Math.max(4, radius);
    int steps = (int) Math.ceil((branch == 0 ? 4 : 2) * reach / stride);
    for (int step = 0; step < steps; step++) {
      double[] bend = Draw.direction(random);
      double norm = 0;
      for (int i = 0; i < 3; i++) {
        heading[i] += 0.35 * bend[i];
        norm += heading[i] * heading[i];
      }
      double[] next = new double[3];
      for (int i = 0; i < 3; i++) {
        heading[i] /= Math.sqrt(norm);
        next[i] = at[i] + stride * heading[i];
      }
      thickness = Math.max(2, thickness * Draw.uniform(random, 0.93, 1.06));
      segment(label, inside, at, next, thickness);
      if (branch < 2 && Draw.chance(random, 0.35 / steps * 3)) {
        tube(label, inside, next, reach / 2, thickness * 0.75, branch + 1);
      }
      at = next;
    }
  }

  private void segment(short label, short inside, double[] a, double[] b, double radius) {
    double dx = (b[0] - a[0]) / 2;
    double dy = (b[1] - a[1]) / 2;
    double dz = (b[2] - a[2]) / 2;
    double length = dx * dx + dy * dy + dz * dz;
    double square = radius * radius;
    double[] middle = {a[0] + dx, a[1] + dy, a[2] + dz};
    fill(
        label,
        inside,
        middle,
        radius + Math.sqrt(length),
        (x, y, z, voxel) -> {
          double t = Math.max(-1, Math.min(1, (x * dx + y * dy + z * dz) / length));
          double ex = x - t * dx;
          double ey = y - t * dy;
          double ez = z - t * dz;
          return ex * ex + ey * ey + ez * ez < square;
        });
  }

  private void sheet(short label, short inside, double[] centre, double radius) {
    double[] normal = Draw.direction(random);
    double half = Draw.uniform(random, 2, 5);
    double bend = Draw.uniform(random, -0.012, 0.012);
    fill(
        label,
        inside,
        centre,
        1.3 * radius,
        (x, y, z, voxel) -> {
          double away = x * x + y * y + z * z;
          double off = normal[0] * x + normal[1] * y + normal[2] * z + bend * away;
          return Math.abs(off) < half && away < 1.6 * radius * radius;
        });
  }

  private void fill(short label, short inside, double[] centre, double reach, Solid solid) {
    double box = reach + REACH;
    int x0 = (int) Math.max(0, Math.floor(centre[0] - box));
    int x1 = (int) Math.min(grid.width() - 1, Math.ceil(centre[0] + box));
    int y0 = (int) Math.max(0, Math.floor(centre[1] - box));
    int y1 = (int) Math.min(grid.height() - 1, Math.ceil(centre[1] + box));
    int z0 = (int) Math.max(0, Math.floor((centre[2] - box) / grid.step()));
    int z1 = (int) Math.min(grid.depth() - 1, Math.ceil((centre[2] + box) / grid.step()));
    double most = reach * reach;
    for (int z = z0; z <= z1; z++) {
      for (int y = y0; y <= y1; y++) {
        int voxel = (z * grid.height() + y) * grid.width() + x0;
        for (int x = x0; x <= x1; x++, voxel++) {
          double px = warp.x(x, z, voxel) - centre[0];
          double py = warp.y(y, z, voxel) - centre[1];
          double pz = warp.z(z, voxel) - centre[2];
          if (px * px + py * py + pz * pz < most
              && (inside == 0 || labels[voxel] == inside)
              && solid.holds(px, py, pz, voxel)) {
            labels[voxel] = label;
          }
        }
      }
    }
  }
}
