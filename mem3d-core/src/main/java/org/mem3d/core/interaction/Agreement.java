package org.mem3d.core.interaction;

import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.SliceMask;
import org.mem3d.core.region.SlicePatch;

/** Whether a mask already satisfies a mark, so that there is nothing to correct. Stateless. */
public final class Agreement {
  /** How far, of the longer side of the mask's box, a box drawn by hand may lie off it. */
  private static final double BOX_TOLERANCE = 0.05;

  private Agreement() {}

  /**
   * Returns whether a mark agrees with a mask: a positive scribble or click lies inside it, a
   * negative one (or a negative lasso) outside, a box or extreme points fit around it.
   *
   * @param mask that the user sees; not empty
   */
  public static boolean of(Interaction mark, SlicePatch mask, int sizeU, int sizeV) {
    if (mark instanceof Interaction.BoundingBox box) {
      return fits(List.of(box.low(), box.high()), mask);
    }
    if (mark instanceof Interaction.ExtremePoints extreme) {
      return fits(extreme.points(), mask);
    }
    SliceMask inside = MarkGeometry.voxels(List.of(mark), true, sizeU, sizeV);
    SliceMask outside = MarkGeometry.voxels(List.of(mark), false, sizeU, sizeV);
    SliceMask shown = mask.toMask(sizeU, sizeV);
    return !(inside.isEmpty() && outside.isEmpty())
        && inside.overlap(shown) == inside.area()
        && outside.overlap(shown) == 0;
  }

  /** Returns whether the box of some points is the box of a mask, as well as hands draw. */
  private static boolean fits(List<Point> points, SlicePatch mask) {
    int[] box = mask.bounds();
    double tolerance = 1 + BOX_TOLERANCE * Math.max(box[2] - box[0] + 1, box[3] - box[1] + 1);
    double lowU = points.stream().mapToDouble(Point::u).min().orElseThrow();
    double highU = points.stream().mapToDouble(Point::u).max().orElseThrow();
    double lowV = points.stream().mapToDouble(Point::v).min().orElseThrow();
    double highV = points.stream().mapToDouble(Point::v).max().orElseThrow();
    return Math.abs(lowU - box[0]) <= tolerance
        && Math.abs(lowV - box[1]) <= tolerance
        && Math.abs(highU - box[2]) <= tolerance
        && Math.abs(highV - box[3]) <= tolerance;
  }
}
