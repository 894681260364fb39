package org.mem3d.core.interaction;

import java.util.Arrays;
import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.core.region.Window;

/**
 * Draws marks into a window as the interaction network was trained to see them: strokes 3 pixels
 * wide, clicks and extreme points as discs of radius 3, boxes filled. One use, one thread.
 */
final class MarkDrawing implements Interaction.Visitor {
  private static final double STROKE_RADIUS = 1.5;
  private static final double DISC_RADIUS = 3;
  private static final int PIXELS = Window.INPUT_SIDE * Window.INPUT_SIDE;
  private static final int POSITIVE = 2;
  private static final int NEGATIVE = 3;
  private static final int BOX = 4;
  private static final int EXTREME = 5;

  private final Window window;
  private final float[] input;

  private MarkDrawing(Window window, float[] input) {
    this.window = window;
    this.input = input;
  }

  /**
   * Draws marks into channels 2 to 5 of a network input (positive, negative, box, extreme points),
   * which are cleared first. Whole masks and absence are no strokes: the network never sees them.
   */
  static void draw(List<Interaction> marks, Window window, float[] input) {
    Arrays.fill(input, POSITIVE * PIXELS, (EXTREME + 1) * PIXELS, 0);
    MarkDrawing drawing = new MarkDrawing(window, input);
    marks.forEach(mark -> mark.accept(drawing));
  }

  @Override
  public void scribble(Interaction.Scribble scribble) {
    double radius = Math.max(STROKE_RADIUS, scribble.width() * window.scale() / 2);
    stroke(scribble.points(), radius, scribble.positive() ? POSITIVE : NEGATIVE);
  }

  @Override
  public void click(Interaction.Click click) {
    stroke(List.of(click.point()), DISC_RADIUS, click.positive() ? POSITIVE : NEGATIVE);
  }

  @Override
  public void box(Interaction.BoundingBox box) {
    fill(box.low(), box.high());
  }

  @Override
  public void extremePoints(Interaction.ExtremePoints extreme) {
    for (Point point : extreme.points()) {
      stroke(List.of(point), DISC_RADIUS, EXTREME);
    }
  }

  @Override
  public void lasso(Interaction.Lasso lasso) {
    polygon(lasso.points(), lasso.positive() ? BOX : NEGATIVE);
  }

  @Override
  public void mask(Interaction.GivenMask given) {}

  @Override
  public void absent(Interaction.Absent absent) {}

  private void stroke(List<Point> points, double radius, int channel) {
    for (int i = 0; i < points.size(); i++) {
      Point from = points.get(i);
      Point to = points.get(Math.min(i + 1, points.size() - 1));
      segment(
          window.pixelU(from.u()),
          window.pixelV(from.v()),
          window.pixelU(to.u()),
          window.pixelV(to.v()),
          radius,
          channel * PIXELS);
    }
  }

  private void segment(double u0, double v0, double u1, double v1, double radius, int offset) {
    int firstV = (int) Math.max(0, Math.ceil(Math.min(v0, v1) - radius));
    int lastV = (int) Math.min(Window.INPUT_SIDE - 1, Math.floor(Math.max(v0, v1) + radius));
    int firstU = (int) Math.max(0, Math.ceil(Math.min(u0, u1) - radius));
    int lastU = (int) Math.min(Window.INPUT_SIDE - 1, Math.floor(Math.max(u0, u1) + radius));
    double du = u1 - u0;
    double dv = v1 - v0;
    double length = du * du + dv * dv;
    for (int v = firstV; v <= lastV; v++) {
      for (int u = firstU; u <= lastU; u++) {
        double t = length == 0 ? 0 : ((u - u0) * du + (v - v0) * dv) / length;
        t = Math.max(0, Math.min(1, t));
        double x = u0 + t * du - u;
        double y = v0 + t * dv - v;
        if (x * x + y * y <= radius * radius) {
          input[offset + v * Window.INPUT_SIDE + u] = 1;
        }
      }
    }
  }

  private void fill(Point low, Point high) {
    int firstU = (int) Math.max(0, Math.round(window.pixelU(low.u() - 0.5) + 0.5));
    int firstV = (int) Math.max(0, Math.round(window.pixelV(low.v() - 0.5) + 0.5));
    int lastU =
        (int) Math.min(Window.INPUT_SIDE - 1, Math.round(window.pixelU(high.u() + 0.5) - 0.5));
    int lastV =
        (int) Math.min(Window.INPUT_SIDE - 1, Math.round(window.pixelV(high.v() + 0.5) - 0.5));
    for (int v = firstV; v <= lastV; v++) {
      for (int u = firstU; u <= lastU; u++) {
        input[BOX * PIXELS + v * Window.INPUT_SIDE + u] = 1;
      }
    }
  }

  private void polygon(List<Point> points, int channel) {
    double[] u = points.stream().mapToDouble(p -> window.pixelU(p.u())).toArray();
    double[] v = points.stream().mapToDouble(p -> window.pixelV(p.v())).toArray();
    for (int i = 0; i < PIXELS; i++) {
      if (insidePolygon(u, v, i % Window.INPUT_SIDE, Math.floorDiv(i, Window.INPUT_SIDE))) {
        input[channel * PIXELS + i] = 1;
      }
    }
  }

  /** Returns whether a position lies inside a closed line, by the even-odd rule. */
  static boolean insidePolygon(double[] u, double[] v, double x, double y) {
    boolean inside = false;
    for (int i = 0, j = u.length - 1; i < u.length; j = i++) {
      boolean crosses = v[i] > y != v[j] > y;
      if (crosses && x < (u[j] - u[i]) * (y - v[i]) / (v[j] - v[i]) + u[i]) {
        inside = !inside;
      }
    }
    return inside;
  }
}
