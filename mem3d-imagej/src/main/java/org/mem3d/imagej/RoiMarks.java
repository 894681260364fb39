package org.mem3d.imagej;

import ij.gui.Line;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.InteractionException;
import org.mem3d.SliceMask;

/**
 * ROIs of ImageJ as marks on slices along z. Stateless.
 *
 * <p>Points are clicks; lines of every kind are scribbles as broad as they are drawn; rectangles
 * are boxes; ovals, polygons and what is drawn by free hand are lassos, rough outlines that the
 * network refines; composites are exact masks. As exact masks all areas can be taken.
 */
public final class RoiMarks {
  private RoiMarks() {}

  /** How areas are taken. */
  public enum Areas {
    /** As rough outlines and boxes. */
    ROUGH,
    /** As the object's exact mask on the slice. */
    EXACT
  }

  /**
   * Makes marks of a ROI.
   *
   * @param slice of the volume, 0 for the first
   * @param width voxels of the volume along x
   * @param height voxels of the volume along y
   * @param positive whether it marks the object or what is beside it
   * @return one mark, of several points one for each
   * @throws InteractionException if no mark is of its kind: text, images, and negative boxes and
   *     masks
   */
  public static List<Interaction> of(
      Roi roi, int object, int slice, int width, int height, boolean positive, Areas areas) {
    switch (roi.getType()) {
      case Roi.POINT -> {
        return clicks(roi, object, slice, positive);
      }
      case Roi.LINE, Roi.POLYLINE, Roi.FREELINE, Roi.ANGLE -> {
        return List.of(scribble(roi, object, slice, positive));
      }
      default -> {
        if (!roi.isArea() || roi.getClass().getName().matches("ij\\.gui\\.(Text|Image)Roi")) {
          throw new InteractionException(
              "a ROI of the kind "
                  + roi.getTypeAsString()
                  + " is no mark: draw points, lines or"
                  + " areas");
        }
        return List.of(area(roi, object, slice, width, height, positive, areas));
      }
    }
  }

  /**
   * Returns the slice on which a ROI was drawn, 0 for the first: its z position in a hyperstack,
   * else its position in the stack; empty if it is on all.
   */
  public static OptionalInt slice(Roi roi) {
    int position = roi.hasHyperStackPosition() ? roi.getZPosition() : roi.getPosition();
    return position > 0 ? OptionalInt.of(position - 1) : OptionalInt.empty();
  }

  private static List<Interaction> clicks(Roi roi, int object, int slice, boolean positive) {
    FloatPolygon points = roi.getFloatPolygon();
    List<Interaction> clicks = new ArrayList<>();
    for (int i = 0; i < points.npoints; i++) {
      if (roi instanceof PointRoi several
          && several.getPointPosition(i) > 0
          && several.getPointPosition(i) != slice + 1) {
        continue; // a multi-point ROI has points on several slices
      }
      double u = points.xpoints[i];
      double v = points.ypoints[i];
      clicks.add(
          positive
              ? Interaction.click(object, Axis.Z, slice, u, v)
              : Interaction.negativeClick(object, Axis.Z, slice, u, v));
    }
    return clicks;
  }

  private static Interaction scribble(Roi roi, int object, int slice, boolean positive) {
    // Of points and lines whole coordinates are centres of pixels, of areas their corners.
    FloatPolygon line = roi.getFloatPolygon();
    List<Interaction.Point> points =
        roi instanceof Line straight
            ? List.of( // of a broad one the polygon is its outline
                new Interaction.Point(straight.x1d, straight.y1d),
                new Interaction.Point(straight.x2d, straight.y2d))
            : points(line, 0);
    double width = Math.max(1, roi.getStrokeWidth());
    return new Interaction.Scribble(object, Axis.Z, slice, points, positive, width);
  }

  private static List<Interaction.Point> points(FloatPolygon polygon, double centre) {
    List<Interaction.Point> points = new ArrayList<>();
    for (int i = 0; i < polygon.npoints; i++) {
      points.add(new Interaction.Point(polygon.xpoints[i] - centre, polygon.ypoints[i] - centre));
    }
    return points;
  }

  private static Interaction area(
      Roi roi, int object, int slice, int width, int height, boolean positive, Areas areas) {
    boolean plain = roi.getType() == Roi.RECTANGLE && roi.getCornerDiameter() == 0;
    boolean exact = areas == Areas.EXACT || roi.getType() == Roi.COMPOSITE;
    if (!positive && exact) {
      throw new InteractionException(
          "a ROI of the kind "
              + roi.getTypeAsString()
              + " as an exact mask cannot mark what is beside the object: draw a line or points");
    }
    if (exact) {
      return Interaction.mask(object, Axis.Z, slice, mask(roi, width, height));
    }
    if (plain && positive) {
      Rectangle box = roi.getBounds();
      return Interaction.box(
          object, Axis.Z, slice, box.x, box.y, box.x + box.width - 1.0, box.y + box.height - 1.0);
    }
    // The outline runs along the edges of pixels.
    FloatPolygon outline =
        roi instanceof PolygonRoi || plain
            ? roi.getFloatPolygon()
            : roi.getInterpolatedPolygon(1, false);
    return new Interaction.Lasso(object, Axis.Z, slice, points(outline, 0.5), positive);
  }

  private static SliceMask mask(Roi roi, int width, int height) {
    Rectangle bounds = roi.getBounds();
    ImageProcessor inside = roi.getMask();
    return SliceMask.of(
        width,
        height,
        i -> {
          int x = i % width - bounds.x;
          int y = i / width - bounds.y;
          boolean within = x >= 0 && x < bounds.width && y >= 0 && y < bounds.height;
          return within && (inside == null || inside.get(x, y) != 0);
        });
  }
}
