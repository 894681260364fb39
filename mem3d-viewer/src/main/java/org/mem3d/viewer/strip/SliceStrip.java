package org.mem3d.viewer.strip;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import javax.swing.JComponent;
import javax.swing.UIManager;
import org.mem3d.SliceQuality;

/**
 * A slider through slices: for each a bar as high as its predicted Dice, a diamond where it is
 * annotated, a number where it is suggested, best first. A reusable part; belongs to the event
 * thread.
 */
public final class SliceStrip extends JComponent {
  private static final int MARGIN = 8;
  private static final int HEAD = 18;
  private static final int FOOT = 4;

  private final IntConsumer chosen;
  private int slices;
  private int current;
  private List<SliceQuality> quality = List.of();
  private List<Integer> suggested = List.of();

  /**
   * Makes a strip.
   *
   * @param chosen gets the slice that the user wants to see
   */
  public SliceStrip(IntConsumer chosen) {
    this.chosen = chosen;
    setPreferredSize(new Dimension(300, 64));
    setMinimumSize(new Dimension(60, 48));
    setToolTipText("");
    Mouse mouse = new Mouse();
    addMouseListener(mouse);
    addMouseMotionListener(mouse);
    addMouseWheelListener(mouse);
  }

  private final class Mouse extends MouseAdapter {
    @Override
    public void mousePressed(MouseEvent event) {
      choose(event.getX());
    }

    @Override
    public void mouseDragged(MouseEvent event) {
      choose(event.getX());
    }

    @Override
    public void mouseWheelMoved(MouseWheelEvent event) {
      if (slices > 0) {
        int next = current - (int) Math.signum(event.getPreciseWheelRotation());
        chosen.accept(Math.max(0, Math.min(slices - 1, next)));
      }
    }

    private void choose(int x) {
      if (slices > 0) {
        chosen.accept(sliceAt(x));
      }
    }
  }

  /** Sets how many slices there are, and which is shown. */
  public void setSlices(int number, int shown) {
    if (number != slices || shown != current) {
      slices = number;
      current = shown;
      repaint();
    }
  }

  /**
   * Sets what is known.
   *
   * @param of each slice of an object; empty if nothing is
   * @param best the suggested slices, best first
   */
  public void setQuality(List<SliceQuality> of, List<Integer> best) {
    if (!of.equals(quality) || !best.equals(suggested)) {
      quality = List.copyOf(of);
      suggested = List.copyOf(best);
      repaint();
    }
  }

  /** Returns the slice at a pixel of this component. */
  int sliceAt(int x) {
    double share = (x - MARGIN) / Math.max(1.0, getWidth() - 2.0 * MARGIN);
    return Math.max(0, Math.min(slices - 1, (int) Math.floor(share * slices)));
  }

  /** Returns the pixel at which the middle of a slice is. */
  public int toScreen(int slice) {
    return (int) Math.rint(left(slice) + breadth() / 2);
  }

  private double breadth() {
    return (getWidth() - 2.0 * MARGIN) / Math.max(1, slices);
  }

  private double left(int slice) {
    return MARGIN + slice * breadth();
  }

  @Override
  public String getToolTipText(MouseEvent event) {
    if (slices == 0) {
      return "";
    }
    int slice = sliceAt(event.getX());
    if (slice >= quality.size()) {
      return "Slice " + slice;
    }
    SliceQuality known = quality.get(slice);
    String what =
        switch (known.origin()) {
          case ANNOTATED -> "annotated";
          case PROPAGATED ->
              String.format(
                  Locale.ROOT,
                  "predicted Dice %.2f (%.2f to %.2f)",
                  known.predictedDice(),
                  known.low(),
                  known.high());
          case START -> "from the mask it began with";
          case UNREACHED -> "not reached";
        };
    int rank = suggested.indexOf(slice);
    return "Slice " + slice + ": " + what + (rank < 0 ? "" : ", suggestion " + (rank + 1));
  }

  @Override
  protected void paintComponent(Graphics plain) {
    Graphics2D graphics = (Graphics2D) plain.create();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    Color text = color("Label.foreground", Color.LIGHT_GRAY);
    Color rail = new Color(text.getRed(), text.getGreen(), text.getBlue(), 28);
    double height = getHeight() - HEAD - FOOT;
    graphics.setColor(rail);
    graphics.fill(
        new Rectangle2D.Double(MARGIN, HEAD, getWidth() - 2.0 * MARGIN, Math.max(0, height)));
    if (slices > 0) {
      bars(graphics, height);
      current(graphics, text);
      annotated(graphics, text);
      suggestions(graphics, text);
    }
    graphics.dispose();
  }

  private void bars(Graphics2D graphics, double height) {
    for (SliceQuality slice : quality) {
      if (slice.slice() >= slices || slice.area() == 0) {
        continue;
      }
      double dice = slice.predictedDice();
      double share = Double.isNaN(dice) ? 0.5 : Math.max(0.04, Math.min(1, dice));
      double top = HEAD + height * (1 - share);
      graphics.setColor(DiceColors.of(dice));
      double width = Math.max(1, breadth() - (breadth() > 4 ? 1 : 0));
      graphics.fill(new Rectangle2D.Double(left(slice.slice()), top, width, height * share));
    }
  }

  private void current(Graphics2D graphics, Color text) {
    double x = left(current);
    graphics.setColor(text);
    graphics.setStroke(new BasicStroke(1.4f));
    graphics.draw(
        new Rectangle2D.Double(
            x - 1, HEAD - 1, Math.max(3, breadth()) + 1, getHeight() - HEAD - FOOT + 1.0));
  }

  private void annotated(Graphics2D graphics, Color text) {
    for (SliceQuality slice : quality) {
      if (slice.origin() == SliceQuality.Origin.ANNOTATED && slice.slice() < slices) {
        double x = left(slice.slice()) + breadth() / 2;
        double y = HEAD - 5;
        Path2D diamond = new Path2D.Double();
        diamond.moveTo(x, y - 5);
        diamond.lineTo(x + 4.5, y);
        diamond.lineTo(x, y + 5);
        diamond.lineTo(x - 4.5, y);
        diamond.closePath();
        graphics.setColor(text);
        graphics.fill(diamond);
      }
    }
  }

  private void suggestions(Graphics2D graphics, Color text) {
    graphics.setFont(getFont() == null ? graphics.getFont() : getFont().deriveFont(Font.BOLD, 10f));
    FontMetrics metrics = graphics.getFontMetrics();
    for (int rank = Math.min(suggested.size(), 3) - 1; rank >= 0; rank--) {
      int slice = suggested.get(rank);
      if (slice >= slices) {
        continue;
      }
      double x = left(slice) + breadth() / 2;
      Path2D flag = new Path2D.Double();
      flag.moveTo(x, HEAD + 1);
      flag.lineTo(x + 6, HEAD - 7);
      flag.lineTo(x + 6, 1);
      flag.lineTo(x - 6, 1);
      flag.lineTo(x - 6, HEAD - 7);
      flag.closePath();
      graphics.setColor(new Color(0xf2c94c));
      graphics.fill(flag);
      graphics.setColor(Color.BLACK);
      String number = Integer.toString(rank + 1);
      graphics.drawString(number, (float) (x - metrics.stringWidth(number) / 2.0), HEAD - 6f);
    }
    graphics.setColor(text);
  }

  private static Color color(String key, Color otherwise) {
    Color found = UIManager.getColor(key);
    return found == null ? otherwise : found;
  }
}
