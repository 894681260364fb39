package org.mem3d.examples;

import java.awt.BorderLayout;
import java.awt.Graphics;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import org.mem3d.Axis;
import org.mem3d.Interaction;
import org.mem3d.Mask;
import org.mem3d.Mem3dException;
import org.mem3d.PropagationCancelledException;
import org.mem3d.SegmentationEngine;
import org.mem3d.SegmentationListener;
import org.mem3d.SegmentationSession;

/**
 * Slices to click on: each click is carried through the volume in the background, and the window
 * stays quick. The session belongs to one thread; only masks, which do not change, leave it.
 */
public final class SwingWindow extends JPanel {
  private static final int ZOOM = 8;

  private final ExecutorService work = Executors.newSingleThreadExecutor();
  private final SegmentationSession session;
  final JSlider slice = new JSlider(0, Ball.SIDE - 1, Ball.MIDDLE);
  private final JLabel state = new JLabel("click on the ball");
  private Mask mask;

  SwingWindow(SegmentationSession session) {
    super(new BorderLayout());
    this.session = session;
    this.mask = session.mask();
    session.addObject("ball");
    session.addListener(
        new SegmentationListener() {
          @Override
          public void progress(double fraction, double secondsLeft) {
            SwingUtilities.invokeLater(() -> state.setText(Math.round(100 * fraction) + " %"));
          }
        });
    add(state, BorderLayout.NORTH);
    add(slice, BorderLayout.SOUTH);
    slice.addChangeListener(change -> repaint());
    addMouseListener(
        new MouseAdapter() {
          @Override
          public void mousePressed(MouseEvent press) {
            mark(press.getX() / ZOOM, press.getY() / ZOOM - 3, slice.getValue());
          }
        });
  }

  /** Takes a click; a propagation that runs is overtaken by it. */
  void mark(int x, int y, int z) {
    session.cancel();
    work.execute(
        () -> {
          try {
            session.interact(Interaction.click(1, Axis.Z, z, x, y));
            show(session.mask(), "propagating");
            session.propagate();
            show(session.mask(), session.mask().count(1) + " voxels");
          } catch (PropagationCancelledException | Mem3dException e) {
            show(session.mask(), "refused: " + e.getMessage());
          }
        });
  }

  private void show(Mask made, String said) {
    SwingUtilities.invokeLater(
        () -> {
          mask = made;
          state.setText(said);
          repaint();
        });
  }

  /** Waits until all clicks are carried. */
  void finish() throws InterruptedException {
    work.shutdown();
    work.awaitTermination(1, TimeUnit.MINUTES);
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    super.paintComponent(graphics);
    BufferedImage picture = new BufferedImage(Ball.SIDE, Ball.SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < Ball.SIDE * Ball.SIDE; i++) {
      int x = i % Ball.SIDE, y = i / Ball.SIDE;
      int grey = Math.round(Ball.intensity(x, y, slice.getValue()));
      int colour = mask.label(x, y, slice.getValue()) == 1 ? 0x010000 : 0x010101;
      picture.setRGB(x, y, grey * colour);
    }
    graphics.drawImage(picture, 0, 3 * ZOOM, ZOOM * Ball.SIDE, ZOOM * Ball.SIDE, null);
  }

  /** Opens the window; the engine lives as long as the program. */
  public static void main(String[] args) {
    SegmentationEngine engine = SegmentationEngine.open();
    SwingUtilities.invokeLater(
        () -> {
          JFrame frame = new JFrame("mem3d");
          frame.setDefaultCloseOperation(WindowConstants.EXIT_ON_CLOSE);
          frame.add(new SwingWindow(engine.newSession(Ball.volume())));
          frame.setSize(ZOOM * Ball.SIDE, ZOOM * Ball.SIDE + 80);
          frame.setVisible(true);
        });
  }
}
