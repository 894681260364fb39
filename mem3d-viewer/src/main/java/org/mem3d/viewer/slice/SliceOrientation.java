package org.mem3d.viewer.slice;

import java.awt.geom.AffineTransform;
import java.util.Locale;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.StoredGrid;

/**
 * How slices along an axis lie on the screen: as radiologists look at them, the patient's right on
 * the left of axial and coronal slices, the front on the left of sagittal ones, front and head at
 * the top. Slices of files that say nothing of their place lie as they are stored. Immutable.
 *
 * @param axis the direction along which slices count
 * @param transposed whether u runs down the screen and v across
 * @param mirroredAcross whether the coordinate that runs across falls from left to right
 * @param mirroredDown whether the coordinate that runs down falls from top to bottom
 * @param name such as "axial"
 * @param left what lies on the left of the screen, such as "R" for the patient's right; empty if
 *     that is not known, as the three that follow
 * @param right what lies on the right
 * @param top what lies at the top
 * @param bottom what lies at the bottom
 */
public record SliceOrientation(
    Axis axis,
    boolean transposed,
    boolean mirroredAcross,
    boolean mirroredDown,
    String name,
    String left,
    String right,
    String top,
    String bottom) {
  private static final String[] POSITIVE = {"R", "A", "S"};
  private static final String[] NEGATIVE = {"L", "P", "I"};
  private static final String[] NAMES = {"sagittal", "coronal", "axial"};

  /** A direction that has this share of another of the body's is named by both. */
  private static final double OBLIQUE = 0.35;

  /** Returns how slices of volumes of a geometry lie. */
  public static SliceOrientation of(Geometry geometry, Axis axis) {
    boolean placed = geometry.stored().map(StoredGrid::isPlaced).orElse(true);
    if (!placed) {
      String name = "along " + axis.name().toLowerCase(Locale.ROOT);
      return new SliceOrientation(axis, false, false, false, name, "", "", "", "");
    }
    double[] u = geometry.direction(axis.u());
    double[] v = geometry.direction(axis.v());
    int normal = largest(geometry.direction(axis));
    // In the world x grows to the right, y to the front, z to the head.
    int across = normal == 0 ? 1 : 0;
    int down = normal == 2 ? 1 : 2;
    boolean transposed = Math.abs(u[across]) < Math.abs(v[across]);
    double[] acrossVoxel = transposed ? v : u;
    double[] downVoxel = transposed ? u : v;
    boolean mirroredAcross = acrossVoxel[across] > 0;
    boolean mirroredDown = downVoxel[down] > 0;
    return new SliceOrientation(
        axis,
        transposed,
        mirroredAcross,
        mirroredDown,
        NAMES[normal],
        letters(acrossVoxel, mirroredAcross ? 1 : -1),
        letters(acrossVoxel, mirroredAcross ? -1 : 1),
        letters(downVoxel, mirroredDown ? 1 : -1),
        letters(downVoxel, mirroredDown ? -1 : 1));
  }

  private static int largest(double[] direction) {
    int largest = 0;
    for (int d = 1; d < 3; d++) {
      if (Math.abs(direction[d]) > Math.abs(direction[largest])) {
        largest = d;
      }
    }
    return largest;
  }

  private static String letters(double[] direction, int sign) {
    int first = largest(direction);
    StringBuilder letters = new StringBuilder(letter(direction, first, sign));
    for (int d = 0; d < 3; d++) {
      if (d != first && Math.abs(direction[d]) > OBLIQUE) {
        letters.append(letter(direction, d, sign));
      }
    }
    return letters.toString();
  }

  private static String letter(double[] direction, int world, int sign) {
    return direction[world] * sign > 0 ? POSITIVE[world] : NEGATIVE[world];
  }

  /** Returns the axis whose coordinate runs across the screen. */
  public Axis across() {
    return transposed ? axis.v() : axis.u();
  }

  /** Returns the axis whose coordinate runs down the screen. */
  public Axis down() {
    return transposed ? axis.u() : axis.v();
  }

  /** Returns the breadth of a slice as it is shown, in millimetres. */
  public double widthMm(Grid grid) {
    return grid.size(across()) * grid.geometry().spacing(across());
  }

  /** Returns the height of a slice as it is shown, in millimetres. */
  public double heightMm(Grid grid) {
    return grid.size(down()) * grid.geometry().spacing(down());
  }

  /**
   * Returns the map from voxel coordinates (u, v) to millimetres on the screen, x to the right and
   * y downwards from the slice's corner at the top left.
   */
  public AffineTransform toMillimetres(Grid grid) {
    AffineTransform map = new AffineTransform();
    map.scale(grid.geometry().spacing(across()), grid.geometry().spacing(down()));
    if (mirroredAcross) {
      map.translate(grid.size(across()), 0);
      map.scale(-1, 1);
    }
    if (mirroredDown) {
      map.translate(0, grid.size(down()));
      map.scale(1, -1);
    }
    map.translate(0.5, 0.5);
    if (transposed) {
      map.concatenate(new AffineTransform(0, 1, 1, 0, 0, 0));
    }
    return map;
  }
}
