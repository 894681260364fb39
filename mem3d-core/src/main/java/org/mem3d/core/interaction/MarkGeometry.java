package org.mem3d.core.interaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.SliceMask;

/**
 * Where marks lie on the voxel grid: the voxels they bind, and the boxes around them. Stateless.
 */
public final class MarkGeometry {
  private MarkGeometry() {}

  /**
   * Returns the voxels that the positive (or negative) marks cover, without those that a later mark
   * of the other sign covers: the user's last word counts.
   */
  public static SliceMask voxels(List<Interaction> marks, boolean positive, int sizeU, int sizeV) {
    Coverage coverage = new Coverage(positive, sizeU, sizeV);
    marks.forEach(mark -> mark.accept(coverage));
    return SliceMask.of(sizeU, sizeV, coverage.covered);
  }

  /** The voxels that marks of one sign cover, and later ones of the other sign free again. */
  private static final class Coverage implements Interaction.Visitor {
    private final boolean positive;
    private final int sizeU;
    private final int sizeV;
    private final boolean[] covered;

    Coverage(boolean positive, int sizeU, int sizeV) {
      this.positive = positive;
      this.sizeU = sizeU;
      this.sizeV = sizeV;
      covered = new boolean[sizeU * sizeV];
    }

    @Override
    public void scribble(Interaction.Scribble scribble) {
      boolean same = scribble.positive() == positive;
      cover(scribble.points(), scribble.width(), sizeU, sizeV, covered, same);
    }

    @Override
    public void click(Interaction.Click click) {
      cover(List.of(click.point()), 1, sizeU, sizeV, covered, click.positive() == positive);
    }

    @Override
    public void lasso(Interaction.Lasso lasso) {
      if (lasso.positive()) {
        return;
      }
      double[] u = lasso.points().stream().mapToDouble(Point::u).toArray();
      double[] v = lasso.points().stream().mapToDouble(Point::v).toArray();
      for (int i = 0; i < covered.length; i++) {
        if (MarkDrawing.insidePolygon(u, v, i % sizeU, Math.floorDiv(i, sizeU))) {
          covered[i] = !positive;
        }
      }
    }

    // These bind no voxel: they lie around the object, or settle the slice by themselves.

    @Override
    public void box(Interaction.BoundingBox box) {}

    @Override
    public void extremePoints(Interaction.ExtremePoints extreme) {}

    @Override
    public void mask(Interaction.GivenMask given) {}

    @Override
    public void absent(Interaction.Absent absent) {}
  }

  private static void cover(
      List<Point> points, double width, int sizeU, int sizeV, boolean[] covered, boolean value) {
    double radius = Math.max(0, (width - 1) / 2);
    for (int i = 0; i < points.size(); i++) {
      Point from = points.get(i);
      Point to = points.get(Math.min(i + 1, points.size() - 1));
      double length = Math.max(Math.abs(to.u() - from.u()), Math.abs(to.v() - from.v()));
      int steps = (int) Math.ceil(length * 2) + 1;
      for (int step = 0; step <= steps; step++) {
        double t = (double) step / steps;
        disc(
            from.u() + t * (to.u() - from.u()),
            from.v() + t * (to.v() - from.v()),
            radius,
            sizeU,
            sizeV,
            covered,
            value);
      }
    }
  }

  private static void disc(
      double u, double v, double radius, int sizeU, int sizeV, boolean[] covered, boolean value) {
    int centreU = (int) Math.round(u);
    int centreV = (int) Math.round(v);
    // No further than the slice: a stroke may be broader than that.
    int reach = (int) Math.min(Math.ceil(radius), Math.max(sizeU, sizeV));
    for (int y = Math.max(0, centreV - reach); y <= Math.min(sizeV - 1, centreV + reach); y++) {
      for (int x = Math.max(0, centreU - reach); x <= Math.min(sizeU - 1, centreU + reach); x++) {
        boolean inDisc =
            (x == centreU && y == centreV)
                || (x - u) * (x - u) + (y - v) * (y - v) <= radius * radius;
        if (inDisc) {
          covered[y * sizeU + x] = value;
        }
      }
    }
  }

  /**
   * Returns the box that the marks draw around the object (boxes, extreme points, positive lassos),
   * inclusive corners; null if they draw none.
   */
  public static int @Nullable [] outline(List<Interaction> marks, int sizeU, int sizeV) {
    Corners around = new Corners();
    marks.forEach(mark -> mark.accept(around));
    List<Point> corners = around.points;
    if (corners.isEmpty()) {
      return null;
    }
    int[] box = {sizeU - 1, sizeV - 1, 0, 0};
    for (Point corner : corners) {
      int u = (int) Math.max(0, Math.min(sizeU - 1, Math.round(corner.u())));
      int v = (int) Math.max(0, Math.min(sizeV - 1, Math.round(corner.v())));
      box[0] = Math.min(box[0], u);
      box[1] = Math.min(box[1], v);
      box[2] = Math.max(box[2], u);
      box[3] = Math.max(box[3], v);
    }
    return box;
  }

  /** The points of marks that enclose an object. */
  private static final class Corners implements Interaction.Visitor {
    private final List<Point> points = new ArrayList<>();

    @Override
    public void box(Interaction.BoundingBox box) {
      points.add(box.low());
      points.add(box.high());
    }

    @Override
    public void extremePoints(Interaction.ExtremePoints extreme) {
      points.addAll(extreme.points());
    }

    @Override
    public void lasso(Interaction.Lasso lasso) {
      if (lasso.positive()) {
        points.addAll(lasso.points());
      }
    }

    // These enclose nothing.

    @Override
    public void scribble(Interaction.Scribble scribble) {}

    @Override
    public void click(Interaction.Click click) {}

    @Override
    public void mask(Interaction.GivenMask given) {}

    @Override
    public void absent(Interaction.Absent absent) {}
  }
}
