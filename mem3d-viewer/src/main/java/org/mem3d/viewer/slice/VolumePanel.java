package org.mem3d.viewer.slice;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JComponent;
import javax.swing.UIManager;
import org.jspecify.annotations.Nullable;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.Volume;
import org.mem3d.io.IntensityWindow;

/**
 * Shows the slices of a volume along an axis, with masks, marks and a crosshair, in the right
 * proportions; and makes marks of what the mouse does.
 *
 * <p>The left button marks what belongs to the object, the right one (or the left with Shift) what
 * does not. The wheel goes through the slices, with Ctrl it enlarges; the middle button moves the
 * slice, Ctrl and the left button the crosshair, Ctrl and the right one brightness and contrast.
 * With {@link MarkTool#NAVIGATE}, or where the panel takes no marks, the last two need no Ctrl.
 *
 * <p>A reusable part: it knows no session. Belongs to the event thread.
 */
public final class VolumePanel extends JComponent {
  private static final IntensityWindow ANY_WINDOW = new IntensityWindow(0, 1);
  private static final int HOLE = 8;

  private final List<VolumePanelListener> listeners = new ArrayList<>();
  private final SliceLoader loader = new SliceLoader(this::show, this::refuse);
  private final SlicePainter painter = new SlicePainter();
  private final Viewport viewport = new Viewport();
  private final MarkMaking making = new MarkMaking(this);

  private @Nullable Volume volume;
  private @Nullable SliceOrientation orientation;
  private Voxel crosshair = new Voxel(0, 0, 0);
  private IntensityWindow window = ANY_WINDOW;
  private ShownMask mask = ShownMask.NONE;
  private MaskStyle style = MaskStyle.DEFAULT;
  private List<Interaction> marks = List.of();
  private boolean crosshairShown = true;
  private String emptyText = "";
  private @Nullable RenderedSlice slice;
  private java.awt.@Nullable Point pointer;

  /** Makes an empty panel. */
  public VolumePanel() {
    setFocusable(true);
    setOpaque(true);
    setFont(UIManager.getFont("Label.font"));
    setMinimumSize(new Dimension(80, 80));
    setPreferredSize(new Dimension(320, 320));
    PanelMouse mouse = new PanelMouse(this, making);
    addMouseListener(mouse);
    addMouseMotionListener(mouse);
    addMouseWheelListener(mouse);
  }

  /** Adds a listener. */
  public void addVolumePanelListener(VolumePanelListener listener) {
    listeners.add(listener);
  }

  /**
   * Shows another volume, or another direction of it; the whole slice, and no masks or marks.
   *
   * @param other null for none
   */
  public void setVolume(@Nullable Volume other, Axis axis) {
    boolean same = other != null && other == volume;
    volume = other;
    orientation = other == null ? null : SliceOrientation.of(other.geometry(), axis);
    making.cancel();
    viewport.fit();
    if (!same) {
      mask = ShownMask.NONE;
      marks = List.of();
      loader.clear();
    }
    slice = null;
    if (other != null) {
      crosshair = crosshair.within(other.grid());
    }
    updateCursor();
    load();
  }

  /** Returns the volume; null if there is none. */
  public @Nullable Volume volume() {
    return volume;
  }

  /** Returns the axis along which slices are shown; z if there is no volume. */
  public Axis axis() {
    return orientation == null ? Axis.Z : orientation.axis();
  }

  /** Returns how the slices lie; null if there is no volume. */
  public @Nullable SliceOrientation orientation() {
    return orientation;
  }

  /** Returns the index of the slice. */
  public int sliceIndex() {
    return crosshair.at(axis());
  }

  /** Returns where the planes meet. */
  public Voxel crosshair() {
    return crosshair;
  }

  /** Moves the crosshair; its coordinate along the axis is the slice that is shown. */
  public void setCrosshair(Voxel voxel) {
    Voxel next = volume == null ? voxel : voxel.within(volume.grid());
    if (!next.equals(crosshair)) {
      boolean otherSlice = next.at(axis()) != crosshair.at(axis());
      crosshair = next;
      if (otherSlice) {
        cancelMark();
        load();
      } else {
        repaint();
      }
    }
  }

  /** Sets which intensities are black and white. */
  public void setWindow(IntensityWindow other) {
    window = other;
    load();
  }

  /** Returns which intensities are black and white. */
  public IntensityWindow window() {
    return window;
  }

  /** Sets the masks. */
  public void setMask(ShownMask other) {
    if (other != mask) {
      mask = other;
      load();
    }
  }

  /** Sets how masks are drawn. */
  public void setStyle(MaskStyle other) {
    if (!other.equals(style)) {
      style = other;
      load();
    }
  }

  /** Sets the marks that are drawn, each on its slice. */
  public void setMarks(List<Interaction> other) {
    marks = List.copyOf(other);
    repaint();
  }

  /** Sets what the mouse does. */
  public void setTool(MarkTool other) {
    making.setTool(other);
    repaint();
  }

  /** Returns what the mouse does. */
  public MarkTool tool() {
    return making.tool();
  }

  /** Sets the object to which marks belong. */
  public void setObject(int label) {
    making.setObject(label);
    repaint();
  }

  /** Says whether the left button marks what belongs to the object; the right one does the rest. */
  public void setPositive(boolean belongs) {
    making.setPositive(belongs);
  }

  /** Says whether marks can be made here. */
  public void setMarkable(boolean can) {
    making.setMarkable(can);
    repaint();
  }

  /** Sets the radius of brush and eraser, in millimetres. */
  public void setBrushRadiusMm(double radius) {
    making.setBrushRadiusMm(radius);
    repaint();
  }

  /** Shows or hides the crosshair. */
  public void setCrosshairShown(boolean shown) {
    crosshairShown = shown;
    repaint();
  }

  /** Sets the text that stands where there is no volume. */
  public void setEmptyText(String text) {
    emptyText = text;
    repaint();
  }

  /** Shows the whole slice. */
  public void fit() {
    viewport.fit();
    repaint();
  }

  /** Enlarges around the middle; below 1 it makes smaller. */
  public void zoom(double factor) {
    zoom(factor, getWidth() / 2.0, getHeight() / 2.0);
  }

  void zoom(double factor, double x, double y) {
    viewport.zoom(factor, x, y, getWidth(), getHeight());
    repaint();
  }

  void pan(int dx, int dy) {
    viewport.pan(dx, dy);
    repaint();
  }

  /** Gives up the mark that is being made. Returns whether there was one. */
  public boolean cancelMark() {
    repaint();
    return making.cancel();
  }

  /** Makes a click where the crosshair is, as by the mouse. */
  public void clickAtCrosshair(boolean belongs) {
    if (volume != null && making.isMarkable()) {
      Axis axis = axis();
      Point at = new Point(crosshair.at(axis.u()), crosshair.at(axis.v()));
      tell(new Interaction.Click(making.object(), axis, sliceIndex(), at, belongs));
    }
  }

  /** Returns the pixel of this panel at which a position in the slice is shown. */
  public Point2D toScreen(double u, double v) {
    return transform().transform(new Point2D.Double(u, v), null);
  }

  /** Returns whether what is asked for is what is shown. */
  public boolean isUpToDate() {
    return slice != null && slice.request().equals(wanted());
  }

  Point toSlice(double x, double y) {
    return Viewport.toSlice(transform(), x, y);
  }

  private AffineTransform transform() {
    Volume shown = volume;
    SliceOrientation how = orientation;
    return shown == null || how == null
        ? new AffineTransform()
        : viewport.toScreen(how, shown.grid(), getWidth(), getHeight());
  }

  private @Nullable SliceRequest wanted() {
    return volume == null
        ? null
        : new SliceRequest(volume, axis(), sliceIndex(), window, mask, style);
  }

  private void load() {
    SliceRequest request = wanted();
    if (request == null) {
      repaint();
    } else {
      loader.request(request);
    }
  }

  private void show(RenderedSlice rendered) {
    if (rendered.request().volume() == volume && rendered.request().axis() == axis()) {
      slice = rendered;
      repaint();
    }
  }

  void refuse(String reason) {
    listeners.forEach(listener -> listener.refused(reason));
  }

  void tell(Interaction mark) {
    listeners.forEach(listener -> listener.marked(mark));
  }

  void tell(Consumer<VolumePanelListener> what) {
    listeners.forEach(what);
  }

  private void updateCursor() {
    setCursor(
        Cursor.getPredefinedCursor(
            volume == null ? Cursor.DEFAULT_CURSOR : Cursor.CROSSHAIR_CURSOR));
  }

  /** Returns the labels of the slice as asked for; empty while they are being read. */
  Optional<byte[]> labels() {
    RenderedSlice shown = slice;
    return shown != null && isUpToDate() ? Optional.of(shown.labels()) : Optional.empty();
  }

  MaskStyle style() {
    return style;
  }

  /** Returns the voxel at a position in the slice; empty outside. */
  Optional<Voxel> voxel(Point at) {
    Volume shown = volume;
    if (shown == null) {
      return Optional.empty();
    }
    Voxel voxel =
        crosshair
            .with(axis().u(), (int) Math.rint(at.u()))
            .with(axis().v(), (int) Math.rint(at.v()));
    return voxel.equals(voxel.within(shown.grid())) ? Optional.of(voxel) : Optional.empty();
  }

  void hover(java.awt.@Nullable Point at) {
    pointer = at;
    if (tool().paints()) {
      repaint();
    }
    Optional<Voxel> voxel = at == null ? Optional.empty() : voxel(toSlice(at.x, at.y));
    RenderedSlice shown = slice;
    if (voxel.isPresent() && shown != null && volume != null) {
      Voxel there = voxel.get();
      int index = there.at(axis().v()) * volume.size(axis().u()) + there.at(axis().u());
      boolean isShown = shown.request().index() == sliceIndex();
      float value = isShown ? shown.values()[index] : Float.NaN;
      int label = isShown ? shown.labels()[index] & 0xff : 0;
      listeners.forEach(listener -> listener.hovered(there, value, label));
    } else {
      listeners.forEach(VolumePanelListener::left);
    }
  }

  @Override
  protected void paintComponent(Graphics plain) {
    Graphics2D graphics = (Graphics2D) plain.create();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(SlicePainter.GROUND);
    graphics.fillRect(0, 0, getWidth(), getHeight());
    RenderedSlice shown = slice;
    SliceOrientation how = orientation;
    if (volume == null || how == null) {
      PanelTexts.middle(graphics, this, emptyText);
    } else if (shown != null) {
      AffineTransform toScreen = transform();
      painter.paint(graphics, shown, toScreen, getWidth(), getHeight(), making.object());
      making.paint(graphics, toScreen, marks, style, viewport.scale(), pointer);
      if (crosshairShown) {
        paintCrosshair(graphics, toScreen);
      }
      PanelTexts.letters(graphics, this, how);
      PanelTexts.slice(graphics, this, how, sliceIndex(), volume.size(how.axis()));
    }
    graphics.dispose();
  }

  private void paintCrosshair(Graphics2D graphics, AffineTransform toScreen) {
    Point2D at =
        toScreen.transform(
            new Point2D.Double(crosshair.at(axis().u()), crosshair.at(axis().v())), null);
    graphics.setStroke(new BasicStroke(1f));
    graphics.setColor(new Color(0x66, 0xcc, 0xff, 120));
    double x = at.getX();
    double y = at.getY();
    graphics.draw(new Line2D.Double(0, y, x - HOLE, y));
    graphics.draw(new Line2D.Double(x + HOLE, y, getWidth(), y));
    graphics.draw(new Line2D.Double(x, 0, x, y - HOLE));
    graphics.draw(new Line2D.Double(x, y + HOLE, x, getHeight()));
  }
}
