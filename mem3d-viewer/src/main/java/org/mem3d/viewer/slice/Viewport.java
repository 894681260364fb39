package org.mem3d.viewer.slice;

import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Point2D;
import org.mem3d.Grid;
import org.mem3d.Interaction.Point;

/** Which part of a slice a panel shows, and how large. Belongs to the event thread. */
final class Viewport {
  private static final double MARGIN = 0.97;
  private static final double MOST_PIXELS_PER_MM = 400;
  private static final double LEAST_PIXELS_PER_MM = 0.005;

  private boolean fitted = true;
  private double scale = 1;
  private double centerX;
  private double centerY;

  /** Shows the whole slice, also after the panel's size has changed. */
  void fit() {
    fitted = true;
  }

  private void settle(SliceOrientation orientation, Grid grid, int width, int height) {
    if (fitted) {
      double widthMm = orientation.widthMm(grid);
      double heightMm = orientation.heightMm(grid);
      scale = Math.max(1e-6, MARGIN * Math.min(width / widthMm, height / heightMm));
      centerX = widthMm / 2;
      centerY = heightMm / 2;
    }
  }

  /** Returns the map from voxel coordinates (u, v) to the panel's pixels. */
  AffineTransform toScreen(SliceOrientation orientation, Grid grid, int width, int height) {
    settle(orientation, grid, width, height);
    AffineTransform map = new AffineTransform();
    map.translate(width / 2.0, height / 2.0);
    map.scale(scale, scale);
    map.translate(-centerX, -centerY);
    map.concatenate(orientation.toMillimetres(grid));
    return map;
  }

  /** Returns the position in the slice under a pixel of the panel. */
  static Point toSlice(AffineTransform toScreen, double x, double y) {
    try {
      Point2D at = toScreen.inverseTransform(new Point2D.Double(x, y), null);
      return new Point(at.getX(), at.getY());
    } catch (NoninvertibleTransformException e) {
      throw new IllegalStateException("a slice without an area", e);
    }
  }

  /** Returns how many pixels of the panel a millimetre takes. */
  double scale() {
    return scale;
  }

  /** Enlarges around a pixel, which stays where it is. */
  void zoom(double factor, double x, double y, int width, int height) {
    double next = Math.max(LEAST_PIXELS_PER_MM, Math.min(MOST_PIXELS_PER_MM, scale * factor));
    double dx = x - width / 2.0;
    double dy = y - height / 2.0;
    centerX += dx / scale - dx / next;
    centerY += dy / scale - dy / next;
    scale = next;
    fitted = false;
  }

  /** Moves the slice by pixels of the panel. */
  void pan(double dx, double dy) {
    centerX -= dx / scale;
    centerY -= dy / scale;
    fitted = false;
  }
}
