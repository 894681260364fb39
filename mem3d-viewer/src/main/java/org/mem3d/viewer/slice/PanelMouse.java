package org.mem3d.viewer.slice;

import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Volume;
import org.mem3d.io.IntensityWindow;

/** Turns what the mouse does into what a panel does. Belongs to the event thread. */
final class PanelMouse extends MouseAdapter {
  private static final double ZOOM_STEP = 1.2;
  private static final double CONTRAST_PIXELS = 250;

  private enum Drag {
    NONE,
    PAN,
    CROSSHAIR,
    WINDOW,
    MARK
  }

  private final VolumePanel panel;
  private final MarkMaking making;
  private Drag drag = Drag.NONE;
  private int button;
  private java.awt.Point last = new java.awt.Point();
  private double wheel;

  PanelMouse(VolumePanel panel, MarkMaking making) {
    this.panel = panel;
    this.making = making;
  }

  @Override
  public void mousePressed(MouseEvent event) {
    panel.requestFocusInWindow();
    if (drag != Drag.NONE || panel.volume() == null) {
      return; // A second button while one is down changes nothing.
    }
    button = event.getButton();
    last = event.getPoint();
    boolean left = SwingUtilities.isLeftMouseButton(event);
    boolean right = SwingUtilities.isRightMouseButton(event);
    if (SwingUtilities.isMiddleMouseButton(event)) {
      drag = Drag.PAN;
    } else if (event.isControlDown() || panel.tool() == MarkTool.NAVIGATE) {
      drag = left ? Drag.CROSSHAIR : right ? Drag.WINDOW : Drag.NONE;
      if (drag == Drag.CROSSHAIR) {
        moveCrosshair(event);
      }
    } else if (left || right) {
      drag = Drag.MARK;
      boolean negative = right || event.isShiftDown();
      making.press(panel.toSlice(event.getX(), event.getY()), making.isPositive() != negative);
    }
  }

  @Override
  public void mouseDragged(MouseEvent event) {
    java.awt.Point now = event.getPoint();
    switch (drag) {
      case PAN -> panel.pan(now.x - last.x, now.y - last.y);
      case CROSSHAIR -> moveCrosshair(event);
      case WINDOW -> changeWindow(now.x - last.x, now.y - last.y);
      case MARK -> making.drag(panel.toSlice(now.x, now.y));
      case NONE -> {}
    }
    last = now;
    panel.hover(now);
  }

  @Override
  public void mouseReleased(MouseEvent event) {
    if (event.getButton() != button) {
      return;
    }
    Drag ended = drag;
    drag = Drag.NONE;
    if (ended == Drag.MARK) {
      making.release();
    }
  }

  @Override
  public void mouseClicked(MouseEvent event) {
    if (event.getClickCount() == 2
        && SwingUtilities.isLeftMouseButton(event)
        && panel.tool() == MarkTool.NAVIGATE) {
      panel.tell(VolumePanelListener::chosen);
    }
  }

  @Override
  public void mouseMoved(MouseEvent event) {
    panel.hover(event.getPoint());
  }

  @Override
  public void mouseExited(MouseEvent event) {
    panel.hover(null);
  }

  @Override
  public void mouseWheelMoved(MouseWheelEvent event) {
    if (panel.volume() == null) {
      return;
    }
    if (event.isControlDown()) {
      double factor = Math.pow(ZOOM_STEP, -event.getPreciseWheelRotation());
      panel.zoom(factor, event.getX(), event.getY());
      return;
    }
    // Fine wheels turn by parts of a slice.
    wheel += event.getPreciseWheelRotation();
    int slices = (int) wheel;
    wheel -= slices;
    if (slices != 0) {
      Axis axis = panel.axis();
      Voxel next = panel.crosshair().with(axis, panel.sliceIndex() - slices);
      move(next);
    }
  }

  private void moveCrosshair(MouseEvent event) {
    org.mem3d.Interaction.Point at = panel.toSlice(event.getX(), event.getY());
    Axis axis = panel.axis();
    move(
        panel
            .crosshair()
            .with(axis.u(), (int) Math.rint(at.u()))
            .with(axis.v(), (int) Math.rint(at.v())));
  }

  private void move(Voxel voxel) {
    @Nullable Volume volume = panel.volume();
    if (volume != null) {
      Voxel inside = voxel.within(volume.grid());
      panel.setCrosshair(inside);
      panel.tell(listener -> listener.crosshairMoved(inside));
    }
  }

  private void changeWindow(int dx, int dy) {
    IntensityWindow window = panel.window();
    double width = window.high() - window.low();
    double center = (window.high() + window.low()) / 2 + dy * width / CONTRAST_PIXELS;
    double next = Math.max(width * Math.exp(dx / CONTRAST_PIXELS), Math.ulp(center) * 1000);
    double low = center - next / 2;
    double high = center + next / 2;
    if (low < high && Double.isFinite(low) && Double.isFinite(high)) {
      IntensityWindow changed = new IntensityWindow(low, high);
      panel.setWindow(changed);
      panel.tell(listener -> listener.windowChanged(changed));
    }
  }
}
