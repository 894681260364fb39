package org.mem3d.viewer.slice;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mem3d.Grid;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.InteractionException;
import org.mem3d.Volume;

/** The mark that is being made in a panel, and how marks are made there. Event thread. */
final class MarkMaking {
  private static final int TAKEN_AWAY = 0xa0202020;
  private static final int ADDED_ALPHA = 0x90000000;

  private final VolumePanel panel;
  private MarkTool tool = MarkTool.NAVIGATE;
  private int object = 1;
  private boolean positive = true;
  private boolean markable = true;
  private double brushRadiusMm = 4;
  private @Nullable MarkGesture gesture;

  MarkMaking(VolumePanel panel) {
    this.panel = panel;
  }

  MarkTool tool() {
    return markable ? tool : MarkTool.NAVIGATE;
  }

  void setTool(MarkTool other) {
    tool = other;
    gesture = null;
  }

  int object() {
    return object;
  }

  void setObject(int label) {
    if (label != object) {
      object = label;
      gesture = null;
    }
  }

  boolean isPositive() {
    return positive;
  }

  void setPositive(boolean belongs) {
    positive = belongs;
  }

  boolean isMarkable() {
    return markable;
  }

  void setMarkable(boolean can) {
    markable = can;
    gesture = null;
  }

  void setBrushRadiusMm(double radius) {
    brushRadiusMm = radius;
  }

  /** Gives up the mark that is being made. Returns whether there was one. */
  boolean cancel() {
    boolean was = gesture != null;
    gesture = null;
    return was;
  }

  void press(Point at, boolean belongs) {
    Volume volume = panel.volume();
    if (volume == null) {
      return;
    }
    MarkGesture current = gesture;
    if (current == null
        || !current.isOn(panel.axis(), panel.sliceIndex())
        || current.endsOnRelease()) {
      Grid grid = volume.grid();
      boolean adds = belongs == (tool == MarkTool.BRUSH);
      int argb = adds ? ADDED_ALPHA | panel.style().rgb(object) : TAKEN_AWAY;
      PaintStroke stroke =
          tool.paints() ? new PaintStroke(grid, panel.axis(), brushRadiusMm, argb) : null;
      current =
          new MarkGesture(tool, grid, object, panel.axis(), panel.sliceIndex(), belongs, stroke);
      gesture = current;
    }
    current.press(at);
    panel.repaint();
  }

  void drag(Point at) {
    if (gesture != null) {
      gesture.drag(at);
      panel.repaint();
    }
  }

  void release() {
    MarkGesture done = gesture;
    if (done == null || !done.endsOnRelease()) {
      return;
    }
    gesture = null;
    panel.repaint();
    Optional<byte[]> labels = panel.labels();
    if (done.tool().paints() && labels.isEmpty()) {
      panel.refuse("The slice is still being drawn; paint again.");
      return;
    }
    try {
      done.finish(labels.orElse(new byte[0])).ifPresent(panel::tell);
    } catch (InteractionException e) {
      panel.refuse(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Paints the marks of the slice, the one that is being made, and the brush.
   *
   * @param scale how many pixels of the panel a millimetre takes
   * @param pointer where the mouse is; null if it is elsewhere
   */
  void paint(
      Graphics2D graphics,
      AffineTransform toScreen,
      List<Interaction> marks,
      MaskStyle style,
      double scale,
      java.awt.@Nullable Point pointer) {
    MarkGesture making = gesture;
    PaintStroke stroke = making == null ? null : making.stroke();
    if (stroke != null) {
      AffineTransform pixels = new AffineTransform(toScreen);
      pixels.translate(-0.5, -0.5);
      graphics.drawImage(stroke.preview(), pixels, null);
    }
    MarkDrawer drawer = new MarkDrawer(graphics, toScreen);
    for (Interaction mark : marks) {
      if (mark.axis() == panel.axis()
          && mark.slice() == panel.sliceIndex()
          && style.shows(mark.object())) {
        drawer.draw(mark, style.rgb(mark.object()));
      }
    }
    if (making != null) {
      drawer.draw(making, style.rgb(object));
    }
    if (pointer != null && tool().paints()) {
      double radius = brushRadiusMm * scale;
      graphics.setStroke(new BasicStroke(1f));
      graphics.setColor(Color.WHITE);
      graphics.draw(
          new Ellipse2D.Double(pointer.x - radius, pointer.y - radius, 2 * radius, 2 * radius));
    }
  }
}
