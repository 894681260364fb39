package org.mem3d.viewer.surface;

import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import javax.swing.JComponent;
import org.jspecify.annotations.Nullable;
import org.mem3d.Mask;
import org.mem3d.io.mesh.SurfaceMesh;
import org.mem3d.io.mesh.SurfaceNets;

/**
 * Shows the surfaces of objects; the mouse turns them, the wheel enlarges. Surfaces are found and
 * drawn on a thread of the panel's. A reusable part; belongs to the event thread.
 */
public final class SurfacePanel extends JComponent {
  private static final Color GROUND = new Color(0x0c0e10);
  private static final int MOST_CELLS = 110;
  private static final double DEGREES_PER_PIXEL = 0.5;

  /** What is to be drawn. */
  private record Request(
      @Nullable Mask mask,
      Set<Integer> labels,
      IntUnaryOperator rgb,
      View view,
      int width,
      int height) {}

  private final ThreadPoolExecutor thread;
  private @Nullable Mask mask;
  private Set<Integer> labels = Set.of();
  private IntUnaryOperator rgb = label -> 0xffffff;
  private View view = View.FRONT;
  private @Nullable BufferedImage picture;
  private @Nullable Request waiting;
  private boolean busy;
  private boolean stale = true;

  // Of the panel's thread alone.
  private @Nullable Mask meshedMask;
  private final Map<Integer, Optional<SurfaceMesh>> meshes = new TreeMap<>();

  /** Makes an empty panel. */
  public SurfacePanel() {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread made = new Thread(task, "mem3d surfaces");
              made.setDaemon(true);
              return made;
            });
    thread.allowCoreThreadTimeOut(true);
    setMinimumSize(new Dimension(80, 80));
    setPreferredSize(new Dimension(320, 320));
    setCursor(Cursor.getPredefinedCursor(Cursor.MOVE_CURSOR));
    Mouse mouse = new Mouse();
    addMouseListener(mouse);
    addMouseMotionListener(mouse);
    addMouseWheelListener(mouse);
  }

  private final class Mouse extends MouseAdapter {
    private int lastX;
    private int lastY;

    @Override
    public void mousePressed(MouseEvent event) {
      lastX = event.getX();
      lastY = event.getY();
    }

    @Override
    public void mouseDragged(MouseEvent event) {
      view =
          view.turned(
              -DEGREES_PER_PIXEL * (event.getX() - lastX),
              DEGREES_PER_PIXEL * (event.getY() - lastY));
      lastX = event.getX();
      lastY = event.getY();
      change();
    }

    @Override
    public void mouseClicked(MouseEvent event) {
      if (event.getClickCount() == 2) {
        view = View.FRONT;
        change();
      }
    }

    @Override
    public void mouseWheelMoved(MouseWheelEvent event) {
      view = view.zoomed(Math.pow(1.15, -event.getPreciseWheelRotation()));
      change();
    }
  }

  /**
   * Sets the objects.
   *
   * @param other null for none
   * @param shown the labels whose surfaces are drawn
   * @param color the colour of a label, 0xRRGGBB; called on another thread
   */
  public void setMask(@Nullable Mask other, Set<Integer> shown, IntUnaryOperator color) {
    mask = other;
    labels = Set.copyOf(shown);
    rgb = color;
    change();
  }

  /** Turns what is seen by degrees. */
  public void turn(double yaw, double pitch) {
    view = view.turned(yaw, pitch);
    change();
  }

  /** Returns a copy of what is shown; null if nothing is. */
  public @Nullable BufferedImage picture() {
    return picture;
  }

  private void change() {
    stale = true;
    repaint();
  }

  private void request(int width, int height) {
    stale = false;
    Request request = new Request(mask, labels, rgb, view, width, height);
    if (busy) {
      waiting = request;
    } else {
      run(request);
    }
  }

  private void run(Request request) {
    busy = true;
    thread.execute(
        () -> {
          BufferedImage drawn = null;
          try {
            drawn = draw(request);
          } finally {
            BufferedImage done = drawn;
            EventQueue.invokeLater(() -> finish(done));
          }
        });
  }

  private void finish(@Nullable BufferedImage drawn) {
    busy = false;
    if (drawn != null) {
      picture = drawn;
    }
    Request next = waiting;
    waiting = null;
    if (next != null) {
      run(next);
    }
    repaint();
  }

  @SuppressWarnings("ReferenceEquality") // A comparison of masks would take long.
  private BufferedImage draw(Request request) {
    Mask of = request.mask();
    List<SurfaceMesh> shown = new ArrayList<>();
    if (of != meshedMask) {
      meshes.clear();
      meshedMask = of;
    }
    if (of != null) {
      for (int label : request.labels()) {
        meshes
            .computeIfAbsent(label, each -> SurfaceNets.of(of, each, MOST_CELLS))
            .ifPresent(shown::add);
      }
    }
    return new SurfaceRenderer(request.width(), request.height())
        .draw(shown, request.view(), request.rgb(), GROUND.getRGB() & 0xffffff);
  }

  @Override
  protected void paintComponent(Graphics plain) {
    Graphics2D graphics = (Graphics2D) plain.create();
    double density = Math.max(1, graphics.getTransform().getScaleX());
    int width = (int) Math.ceil(getWidth() * density);
    int height = (int) Math.ceil(getHeight() * density);
    BufferedImage shown = picture;
    graphics.setColor(GROUND);
    graphics.fillRect(0, 0, getWidth(), getHeight());
    if (shown != null) {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      AffineTransform shrink =
          AffineTransform.getScaleInstance(
              (double) getWidth() / shown.getWidth(), (double) getHeight() / shown.getHeight());
      graphics.drawImage(shown, shrink, null);
    }
    if (width > 0
        && height > 0
        && (stale || shown == null || shown.getWidth() != width || shown.getHeight() != height)
        && !(busy && !stale)) {
      request(width, height);
    }
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(new Color(0x9aa0a6));
    graphics.drawString(
        mask == null || labels.isEmpty() ? "surfaces" : "surfaces, turn with the mouse",
        7,
        7 + graphics.getFontMetrics().getAscent());
    graphics.dispose();
  }
}
