package org.mem3d.io;

import java.util.List;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Absent;
import org.mem3d.Interaction.BoundingBox;
import org.mem3d.Interaction.Click;
import org.mem3d.Interaction.ExtremePoints;
import org.mem3d.Interaction.GivenMask;
import org.mem3d.Interaction.Lasso;
import org.mem3d.Interaction.Point;
import org.mem3d.Interaction.Scribble;
import org.mem3d.SliceMask;

/** Draws marks into a slice's picture. */
final class MarkPainter implements Interaction.Visitor {
  private static final int WHITE = 0xffffff;
  private static final int BLACK = 0x000000;

  private final Canvas canvas;
  private final SliceGrid grid;
  private final double breadth;

  MarkPainter(Canvas canvas, SliceGrid grid) {
    this.canvas = canvas;
    this.grid = grid;
    this.breadth = Math.max(2, Math.min(grid.pixelsU(), grid.pixelsV()));
  }

  void draw(Interaction mark) {
    mark.accept(this);
  }

  @Override
  public void scribble(Scribble scribble) {
    double stroke = Math.max(breadth, scribble.width() * grid.pixelsU());
    path(scribble.points(), false, scribble.positive(), stroke, rgb(scribble));
  }

  @Override
  public void click(Click click) {
    dot(click.point(), click.positive(), rgb(click));
  }

  @Override
  public void box(BoundingBox box) {
    Point low = box.low();
    Point high = box.high();
    List<Point> corners =
        List.of(low, new Point(high.u(), low.v()), high, new Point(low.u(), high.v()));
    path(corners, true, true, breadth, rgb(box));
  }

  @Override
  public void extremePoints(ExtremePoints extreme) {
    extreme.points().forEach(point -> dot(point, true, rgb(extreme)));
  }

  @Override
  public void lasso(Lasso lasso) {
    path(lasso.points(), true, lasso.positive(), breadth, rgb(lasso));
  }

  @Override
  public void mask(GivenMask given) {
    edge(given.mask(), rgb(given));
  }

  @Override
  public void absent(Absent absent) {
    int rgb = rgb(absent);
    double right = grid.sizeU() - 1;
    double bottom = grid.sizeV() - 1;
    path(List.of(new Point(0, 0), new Point(right, bottom)), false, false, 1, rgb);
    path(List.of(new Point(right, 0), new Point(0, bottom)), false, false, 1, rgb);
  }

  private static int rgb(Interaction mark) {
    return LabelColors.rgb(mark.object());
  }

  private void path(List<Point> points, boolean closed, boolean positive, double stroke, int rgb) {
    lines(points, closed, stroke + 2, positive ? WHITE : BLACK);
    lines(points, closed, stroke, rgb);
  }

  private void lines(List<Point> points, boolean closed, double stroke, int rgb) {
    for (int i = 0; i < points.size(); i++) {
      boolean last = i == points.size() - 1;
      Point from = points.get(i);
      Point to = !last ? points.get(i + 1) : closed ? points.get(0) : from;
      canvas.line(x(from), y(from), x(to), y(to), stroke, rgb);
    }
  }

  private void dot(Point point, boolean positive, int rgb) {
    double size = 2.5 * breadth;
    canvas.line(x(point), y(point), x(point), y(point), size + 2, positive ? WHITE : BLACK);
    canvas.line(x(point), y(point), x(point), y(point), size, rgb);
    if (!positive) {
      double arm = size / 2 - 1;
      canvas.line(x(point) - arm, y(point), x(point) + arm, y(point), 1.5, BLACK);
    }
  }

  private void edge(SliceMask mask, int rgb) {
    for (int y = 0; y < grid.height(); y++) {
      for (int x = 0; x < grid.width(); x++) {
        boolean edge =
            contains(mask, x, y)
                && !(contains(mask, x - 1, y)
                    && contains(mask, x + 1, y)
                    && contains(mask, x, y - 1)
                    && contains(mask, x, y + 1));
        if (edge) {
          canvas.blend(x, y, rgb, 1);
        }
      }
    }
  }

  private boolean contains(SliceMask mask, int x, int y) {
    return mask.contains((int) Math.rint(grid.u(x)), (int) Math.rint(grid.v(y)));
  }

  private double x(Point point) {
    return grid.x(point.u());
  }

  private double y(Point point) {
    return grid.y(point.v());
  }
}
