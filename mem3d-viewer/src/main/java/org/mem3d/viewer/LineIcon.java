package org.mem3d.viewer;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import javax.swing.Icon;

/** A square icon drawn with lines, sharp on every screen. Immutable. */
abstract class LineIcon implements Icon {
  private final int size;

  /** Makes an icon that is drawn in a square of so many units, each a pixel of a plain screen. */
  LineIcon(int size) {
    this.size = size;
  }

  /** Draws the icon in its units, in the component's foreground unless another is set. */
  abstract void draw(Graphics2D g, Component component);

  @Override
  public final int getIconWidth() {
    return UIScale.scale(size);
  }

  @Override
  public final int getIconHeight() {
    return UIScale.scale(size);
  }

  @Override
  public final void paintIcon(Component component, Graphics plain, int x, int y) {
    Graphics2D g = (Graphics2D) plain.create(x, y, getIconWidth(), getIconHeight());
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    double scale = getIconWidth() / (double) size;
    g.scale(scale, scale);
    g.setColor(component.getForeground());
    draw(g, component);
    g.dispose();
  }
}
