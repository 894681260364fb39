package org.mem3d.viewer.slice;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import javax.swing.JComponent;

/** Writes on panels. Stateless. */
final class PanelTexts {
  private static final Color TEXT = new Color(0xe6e6e6);
  private static final Color SHADE = new Color(0, 0, 0, 170);
  private static final Color LETTER = new Color(0xffd23f);
  private static final int MARGIN = 7;

  private PanelTexts() {}

  /** Writes lines in the middle. */
  static void middle(Graphics2D graphics, JComponent panel, String text) {
    List<String> lines = text.lines().toList();
    graphics.setFont(panel.getFont().deriveFont(panel.getFont().getSize2D() * 1.15f));
    FontMetrics metrics = graphics.getFontMetrics();
    int y = (panel.getHeight() - lines.size() * metrics.getHeight()) / 2 + metrics.getAscent();
    for (String line : lines) {
      graphics.setColor(TEXT);
      graphics.drawString(line, (panel.getWidth() - metrics.stringWidth(line)) / 2, y);
      y += metrics.getHeight();
    }
  }

  /** Writes what lies on the four sides. */
  static void letters(Graphics2D graphics, JComponent panel, SliceOrientation how) {
    graphics.setFont(panel.getFont().deriveFont(Font.BOLD));
    FontMetrics metrics = graphics.getFontMetrics();
    int middleX = panel.getWidth() / 2;
    int middleY = panel.getHeight() / 2 + metrics.getAscent() / 2;
    int right = panel.getWidth() - MARGIN - metrics.stringWidth(how.right());
    write(graphics, how.left(), MARGIN, middleY, LETTER);
    write(graphics, how.right(), right, middleY, LETTER);
    write(graphics, how.top(), middleX, MARGIN + metrics.getAscent(), LETTER);
    write(graphics, how.bottom(), middleX, panel.getHeight() - MARGIN, LETTER);
  }

  /** Writes which slice is shown. */
  static void slice(
      Graphics2D graphics, JComponent panel, SliceOrientation how, int index, int slices) {
    graphics.setFont(panel.getFont());
    FontMetrics metrics = graphics.getFontMetrics();
    String axis = how.axis().name().toLowerCase(Locale.ROOT);
    String text = how.name() + "   " + axis + " " + index + " of 0.." + (slices - 1);
    write(graphics, text, MARGIN, MARGIN + metrics.getAscent(), TEXT);
  }

  private static void write(Graphics2D graphics, String text, int x, int y, Color color) {
    graphics.setColor(SHADE);
    graphics.drawString(text, x + 1, y + 1);
    graphics.setColor(color);
    graphics.drawString(text, x, y);
  }
}
