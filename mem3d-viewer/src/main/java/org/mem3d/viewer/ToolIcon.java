package org.mem3d.viewer;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import org.mem3d.viewer.slice.MarkTool;

/** A drawing of each tool. Immutable. */
final class ToolIcon extends LineIcon {
  private static final int SIZE = 20;
  private static final Color MARK = new Color(0x2fa8ff);

  private final MarkTool tool;

  ToolIcon(MarkTool tool) {
    super(SIZE);
    this.tool = tool;
  }

  @Override
  void draw(Graphics2D g, Component component) {
    g.setStroke(new BasicStroke(1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Color ink = component.isEnabled() ? component.getForeground() : Color.GRAY;
    g.setColor(ink);
    switch (tool) {
      case NAVIGATE -> {
        g.draw(new Line2D.Double(10, 2, 10, 7.5));
        g.draw(new Line2D.Double(10, 12.5, 10, 18));
        g.draw(new Line2D.Double(2, 10, 7.5, 10));
        g.draw(new Line2D.Double(12.5, 10, 18, 10));
      }
      case SCRIBBLE -> {
        g.setColor(MARK);
        g.setStroke(new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(new CubicCurve2D.Double(3, 15, 8, 1, 11, 20, 17, 5));
      }
      case CLICK -> {
        g.setColor(MARK);
        g.fill(new Ellipse2D.Double(7, 7, 6, 6));
        g.setColor(ink);
        g.draw(new Ellipse2D.Double(3.5, 3.5, 13, 13));
      }
      case BOX -> {
        g.setColor(MARK);
        g.draw(new Rectangle2D.Double(3, 4.5, 14, 11));
      }
      case EXTREME -> {
        g.draw(new Ellipse2D.Double(4, 5, 12, 10));
        g.setColor(MARK);
        for (double[] at : new double[][] {{4, 10}, {16, 10}, {10, 5}, {10, 15}}) {
          g.fill(new Ellipse2D.Double(at[0] - 2.2, at[1] - 2.2, 4.4, 4.4));
        }
      }
      case LASSO -> {
        g.setColor(MARK);
        g.draw(new Ellipse2D.Double(3, 3, 14, 10));
        g.draw(new CubicCurve2D.Double(7, 12.5, 5, 14, 9, 15, 7, 18));
      }
      case BRUSH -> {
        g.draw(new Line2D.Double(16.5, 3, 9.5, 11));
        Path2D tip = new Path2D.Double();
        tip.moveTo(9.5, 10);
        tip.curveTo(5, 10, 6, 15, 3, 16.5);
        tip.curveTo(8, 18, 11.5, 15, 10.7, 12);
        tip.closePath();
        g.setColor(MARK);
        g.fill(tip);
      }
      case ERASER -> {
        g.rotate(Math.toRadians(-40), 10, 10);
        g.draw(new RoundRectangle2D.Double(3, 6.5, 14, 7, 2, 2));
        g.setColor(MARK);
        g.fill(new RoundRectangle2D.Double(3, 6.5, 5.5, 7, 2, 2));
      }
    }
  }
}
