package org.mem3d.viewer.slice;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;

/**
 * Draws marks: positive ones edged white, negative ones edged black, clicks with a plus or a minus.
 * Belongs to the event thread.
 */
final class MarkDrawer {
  private static final float BREADTH = 2.4f;
  private static final double DOT = 5;

  private final Graphics2D graphics;
  private final AffineTransform toScreen;

  /**
   * Makes a drawer.
   *
   * @param toScreen the map from voxel coordinates (u, v)
   */
  MarkDrawer(Graphics2D graphics, AffineTransform toScreen) {
    this.graphics = graphics;
    this.toScreen = toScreen;
  }

  void draw(Interaction mark, int rgb) {
    mark.accept(new Kinds(new Color(rgb)));
  }

  /** Draws each kind of mark. */
  private final class Kinds implements Interaction.Visitor {
    private final Color color;

    Kinds(Color color) {
      this.color = color;
    }

    @Override
    public void scribble(Interaction.Scribble scribble) {
      line(scribble.points(), false, color, scribble.positive());
    }

    @Override
    public void click(Interaction.Click click) {
      dot(click.point(), color, click.positive());
    }

    @Override
    public void box(Interaction.BoundingBox box) {
      line(corners(box.low(), box.high()), true, color, true);
    }

    @Override
    public void extremePoints(Interaction.ExtremePoints extreme) {
      extreme.points().forEach(point -> dot(point, color, true));
    }

    @Override
    public void lasso(Interaction.Lasso lasso) {
      line(lasso.points(), true, color, lasso.positive());
    }

    @Override
    public void mask(Interaction.GivenMask given) {
      // The mask itself shows it.
    }

    @Override
    public void absent(Interaction.Absent absent) {
      // There is nothing to be seen.
    }
  }

  /** Draws a mark that is still being made. */
  void draw(MarkGesture gesture, int rgb) {
    Color color = new Color(rgb);
    List<Point> points = gesture.points();
    switch (gesture.tool()) {
      case SCRIBBLE -> line(points, false, color, gesture.positive());
      case LASSO -> line(points, true, color, gesture.positive());
      case BOX -> line(corners(points.get(0), points.get(points.size() - 1)), true, color, true);
      case CLICK, EXTREME -> points.forEach(point -> dot(point, color, gesture.positive()));
      case NAVIGATE, BRUSH, ERASER -> {}
    }
  }

  private static List<Point> corners(Point a, Point b) {
    return List.of(a, new Point(b.u(), a.v()), b, new Point(a.u(), b.v()));
  }

  private Point2D screen(Point point) {
    return toScreen.transform(new Point2D.Double(point.u(), point.v()), null);
  }

  private void line(List<Point> points, boolean closed, Color color, boolean positive) {
    Path2D path = new Path2D.Double();
    for (Point point : points) {
      Point2D at = screen(point);
      if (path.getCurrentPoint() == null) {
        path.moveTo(at.getX(), at.getY());
        path.lineTo(at.getX(), at.getY());
      } else {
        path.lineTo(at.getX(), at.getY());
      }
    }
    if (closed) {
      path.closePath();
    }
    stroke(path, color, positive);
  }

  private void stroke(Shape shape, Color color, boolean positive) {
    float edge = positive ? 2.4f : 4;
    graphics.setStroke(
        new BasicStroke(BREADTH + edge, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.setColor(positive ? Color.WHITE : Color.BLACK);
    graphics.draw(shape);
    graphics.setStroke(new BasicStroke(BREADTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.setColor(color);
    graphics.draw(shape);
  }

  private void dot(Point point, Color color, boolean positive) {
    Point2D at = screen(point);
    double x = at.getX();
    double y = at.getY();
    Shape circle = new Ellipse2D.Double(x - DOT, y - DOT, 2 * DOT, 2 * DOT);
    graphics.setColor(color);
    graphics.fill(circle);
    graphics.setStroke(new BasicStroke(1.5f));
    graphics.setColor(positive ? Color.WHITE : Color.BLACK);
    graphics.draw(circle);
    graphics.setColor(Color.BLACK);
    graphics.draw(new Line2D.Double(x - DOT / 2, y, x + DOT / 2, y));
    if (positive) {
      graphics.draw(new Line2D.Double(x, y - DOT / 2, x, y + DOT / 2));
    }
  }
}
