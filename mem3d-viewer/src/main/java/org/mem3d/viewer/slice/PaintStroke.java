package org.mem3d.viewer.slice;

import java.awt.image.BufferedImage;
import org.mem3d.Axis;
import org.mem3d.Grid;
import org.mem3d.Interaction.Point;
import org.mem3d.SliceMask;

/** Pixels that a brush went over on a slice. Belongs to the event thread. */
final class PaintStroke {
  private final int width;
  private final int height;
  private final double spacingU;
  private final double spacingV;
  private final double radiusMm;
  private final boolean[] painted;
  private final BufferedImage preview;
  private final int argb;

  /**
   * Begins a stroke.
   *
   * @param radiusMm of the brush, in millimetres
   * @param argb the colour in which it is shown while it is made
   */
  PaintStroke(Grid grid, Axis axis, double radiusMm, int argb) {
    width = grid.size(axis.u());
    height = grid.size(axis.v());
    spacingU = grid.geometry().spacing(axis.u());
    spacingV = grid.geometry().spacing(axis.v());
    this.radiusMm = radiusMm;
    this.argb = argb;
    painted = new boolean[width * height];
    preview = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
  }

  /** Paints along a line; the pixel under the brush's middle always. */
  void paint(Point from, Point to) {
    set((int) Math.rint(to.u()), (int) Math.rint(to.v()));
    double reachU = radiusMm / spacingU;
    double reachV = radiusMm / spacingV;
    int firstV = (int) Math.ceil(Math.min(from.v(), to.v()) - reachV);
    int lastV = (int) Math.floor(Math.max(from.v(), to.v()) + reachV);
    int firstU = (int) Math.ceil(Math.min(from.u(), to.u()) - reachU);
    int lastU = (int) Math.floor(Math.max(from.u(), to.u()) + reachU);
    double du = (to.u() - from.u()) * spacingU;
    double dv = (to.v() - from.v()) * spacingV;
    double length = du * du + dv * dv;
    for (int v = firstV; v <= lastV; v++) {
      for (int u = firstU; u <= lastU; u++) {
        double pu = (u - from.u()) * spacingU;
        double pv = (v - from.v()) * spacingV;
        double along = length == 0 ? 0 : Math.max(0, Math.min(1, (pu * du + pv * dv) / length));
        if (Math.hypot(pu - along * du, pv - along * dv) <= radiusMm) {
          set(u, v);
        }
      }
    }
  }

  private void set(int u, int v) {
    if (u >= 0 && v >= 0 && u < width && v < height) {
      painted[v * width + u] = true;
      preview.setRGB(u, v, argb);
    }
  }

  BufferedImage preview() {
    return preview;
  }

  /**
   * Returns an object's mask after the stroke.
   *
   * @param labels of the slice before
   * @param added whether the stroke adds its pixels or takes them away
   */
  SliceMask applied(byte[] labels, int object, boolean added) {
    return SliceMask.of(width, height, i -> painted[i] ? added : (labels[i] & 0xff) == object);
  }
}
