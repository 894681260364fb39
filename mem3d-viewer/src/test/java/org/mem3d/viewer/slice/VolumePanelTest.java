package org.mem3d.viewer.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.EventQueue;
import java.awt.event.InputEvent;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.Interaction.Point;
import org.mem3d.Mask;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.io.IntensityWindow;

/** A panel without a screen: what the mouse does, and what is painted. */
class VolumePanelTest {
  private static final int X = 40;
  private static final int Y = 30;
  private static final int Z = 20;

  /** Thick slices, stored as scanners do. */
  private static final Geometry GEOMETRY = Geometry.ofAffine(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 4, 0);

  private final List<Interaction> marks = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final List<Voxel> crosshairs = new ArrayList<>();
  private final List<IntensityWindow> windows = new ArrayList<>();
  private VolumePanel panel = new VolumePanel();

  @BeforeEach
  void makeAPanel() throws Exception {
    Volume volume = Volume.of((x, y, z) -> x + y + z, X, Y, Z, GEOMETRY);
    EventQueue.invokeAndWait(
        () -> {
          panel = new VolumePanel();
          panel.setSize(400, 300);
          panel.setVolume(volume, Axis.Z);
          panel.setWindow(new IntensityWindow(0, 90));
          panel.setCrosshair(new Voxel(20, 15, 7));
          panel.setObject(3);
          panel.addVolumePanelListener(
              new VolumePanelListener() {
                @Override
                public void marked(Interaction mark) {
                  marks.add(mark);
                }

                @Override
                public void refused(String reason) {
                  refusals.add(reason);
                }

                @Override
                public void crosshairMoved(Voxel crosshair) {
                  crosshairs.add(crosshair);
                }

                @Override
                public void windowChanged(IntensityWindow window) {
                  windows.add(window);
                }
              });
        });
    settle();
  }

  private void settle() throws Exception {
    boolean[] done = {false};
    while (!done[0]) {
      EventQueue.invokeAndWait(() -> done[0] = panel.isUpToDate());
    }
  }

  private void mouse(int id, int button, int modifiers, double u, double v) {
    Point2D at = panel.toScreen(u, v);
    int mask =
        modifiers | (id == MouseEvent.MOUSE_RELEASED ? 0 : InputEvent.getMaskForButton(button));
    panel.dispatchEvent(
        new MouseEvent(
            panel,
            id,
            0,
            mask,
            (int) Math.rint(at.getX()),
            (int) Math.rint(at.getY()),
            1,
            false,
            button));
  }

  /** Presses, goes through the points, releases. */
  private void stroke(int button, int modifiers, double... uv) throws Exception {
    EventQueue.invokeAndWait(
        () -> {
          mouse(MouseEvent.MOUSE_PRESSED, button, modifiers, uv[0], uv[1]);
          for (int i = 2; i < uv.length; i += 2) {
            mouse(MouseEvent.MOUSE_DRAGGED, button, modifiers, uv[i], uv[i + 1]);
          }
          mouse(MouseEvent.MOUSE_RELEASED, button, modifiers, uv[uv.length - 2], uv[uv.length - 1]);
        });
  }

  private void tool(MarkTool tool) throws Exception {
    EventQueue.invokeAndWait(() -> panel.setTool(tool));
  }

  private static void assertNear(Point point, double u, double v) {
    assertThat(Math.hypot(point.u() - u, point.v() - v)).isLessThan(0.2);
  }

  @Test
  void aStrokeIsAScribbleOfTheSliceThatIsShown() throws Exception {
    tool(MarkTool.SCRIBBLE);
    stroke(MouseEvent.BUTTON1, 0, 5, 6, 12, 9, 20, 25);
    stroke(MouseEvent.BUTTON3, 0, 5, 6, 12, 9);
    stroke(MouseEvent.BUTTON1, InputEvent.SHIFT_DOWN_MASK, 5, 6, 12, 9);
    assertThat(marks).hasSize(3);
    Interaction.Scribble scribble = (Interaction.Scribble) marks.get(0);
    assertThat(scribble.object()).isEqualTo(3);
    assertThat(scribble.axis()).isEqualTo(Axis.Z);
    assertThat(scribble.slice()).isEqualTo(7);
    assertThat(scribble.positive()).isTrue();
    assertThat(scribble.points()).hasSize(3);
    assertNear(scribble.points().get(0), 5, 6);
    assertNear(scribble.points().get(2), 20, 25);
    assertThat(((Interaction.Scribble) marks.get(1)).positive()).isFalse();
    assertThat(((Interaction.Scribble) marks.get(2)).positive()).isFalse();
  }

  @Test
  void theSignChangesWhatTheButtonsMean() throws Exception {
    tool(MarkTool.CLICK);
    EventQueue.invokeAndWait(() -> panel.setPositive(false));
    stroke(MouseEvent.BUTTON1, 0, 5, 6);
    stroke(MouseEvent.BUTTON3, 0, 5, 6);
    assertThat(((Interaction.Click) marks.get(0)).positive()).isFalse();
    assertThat(((Interaction.Click) marks.get(1)).positive()).isTrue();
  }

  @Test
  void eachToolMakesItsMark() throws Exception {
    tool(MarkTool.SCRIBBLE);
    stroke(MouseEvent.BUTTON1, 0, 5, 6); // Without a movement it is a click.
    tool(MarkTool.BOX);
    stroke(MouseEvent.BUTTON1, 0, 5, 6, 9, 9, 15, 12);
    stroke(MouseEvent.BUTTON1, 0, 5, 6); // Too small: nothing.
    tool(MarkTool.LASSO);
    stroke(MouseEvent.BUTTON3, 0, 5, 5, 15, 5, 15, 15);
    tool(MarkTool.EXTREME);
    for (double[] at : new double[][] {{5, 10}, {15, 10}, {10, 5}, {10, 15}}) {
      stroke(MouseEvent.BUTTON1, 0, at);
    }
    assertThat(marks).hasSize(4);
    assertThat(marks.get(0)).isInstanceOf(Interaction.Click.class);
    Interaction.BoundingBox box = (Interaction.BoundingBox) marks.get(1);
    assertNear(box.low(), 5, 6);
    assertNear(box.high(), 15, 12);
    assertThat(((Interaction.Lasso) marks.get(2)).positive()).isFalse();
    assertThat(((Interaction.ExtremePoints) marks.get(3)).points()).hasSize(4);
    assertThat(refusals).isEmpty();
  }

  @Test
  void anotherSliceGivesUpTheExtremePointsThatWereBegun() throws Exception {
    tool(MarkTool.EXTREME);
    stroke(MouseEvent.BUTTON1, 0, 5, 10);
    EventQueue.invokeAndWait(() -> panel.setCrosshair(new Voxel(20, 15, 8)));
    for (double[] at : new double[][] {{5, 10}, {15, 10}, {10, 5}, {10, 15}}) {
      stroke(MouseEvent.BUTTON1, 0, at);
    }
    assertThat(marks).hasSize(1);
    assertThat(marks.get(0).slice()).isEqualTo(8);
  }

  @Test
  void theBrushAddsToTheMaskAndTheEraserTakesAway() throws Exception {
    byte[] labels = new byte[X * Y * Z];
    for (int y = 10; y < 20; y++) {
      for (int x = 10; x < 20; x++) {
        labels[x + X * (y + Y * 7)] = 3;
      }
    }
    EventQueue.invokeAndWait(
        () -> {
          panel.setMask(ShownMask.of(new Mask(X, Y, Z, GEOMETRY, labels)));
          panel.setBrushRadiusMm(2.1);
        });
    settle();
    tool(MarkTool.BRUSH);
    stroke(MouseEvent.BUTTON1, 0, 25, 15);
    tool(MarkTool.ERASER);
    stroke(MouseEvent.BUTTON1, 0, 12, 12, 17, 12);
    SliceMask added = ((Interaction.GivenMask) marks.get(0)).mask();
    assertThat(added.area()).isEqualTo(100 + 13); // A disc of radius 2 has 13 pixels.
    assertThat(added.contains(27, 15)).isTrue();
    SliceMask taken = ((Interaction.GivenMask) marks.get(1)).mask();
    assertThat(taken.contains(15, 12)).isFalse();
    assertThat(taken.contains(15, 17)).isTrue();
    assertThat(taken.area()).isLessThan(100);
  }

  @Test
  void marksStayInsideTheSlice() throws Exception {
    tool(MarkTool.SCRIBBLE);
    stroke(MouseEvent.BUTTON1, 0, 38, 28, 45, 40);
    Interaction.Scribble scribble = (Interaction.Scribble) marks.get(0);
    assertThat(scribble.points()).allMatch(p -> p.u() <= X - 1 && p.v() <= Y - 1);
  }

  @Test
  void theCrosshairTheWheelAndTheWindow() throws Exception {
    tool(MarkTool.SCRIBBLE);
    stroke(MouseEvent.BUTTON1, InputEvent.CTRL_DOWN_MASK, 5, 6);
    assertThat(crosshairs).containsExactly(new Voxel(5, 6, 7));
    EventQueue.invokeAndWait(
        () ->
            panel.dispatchEvent(
                new MouseWheelEvent(
                    panel,
                    MouseEvent.MOUSE_WHEEL,
                    0,
                    0,
                    100,
                    100,
                    0,
                    false,
                    MouseWheelEvent.WHEEL_UNIT_SCROLL,
                    1,
                    -2)));
    assertThat(panel.sliceIndex()).isEqualTo(9);
    stroke(MouseEvent.BUTTON3, InputEvent.CTRL_DOWN_MASK, 5, 6, 15, 6);
    assertThat(windows).isNotEmpty();
    IntensityWindow wider = windows.get(windows.size() - 1);
    assertThat(wider.high() - wider.low()).isGreaterThan(90);
    assertThat(marks).isEmpty();
  }

  @Test
  void whereNoMarksAreMadeTheLeftButtonMovesTheCrosshair() throws Exception {
    tool(MarkTool.SCRIBBLE);
    EventQueue.invokeAndWait(() -> panel.setMarkable(false));
    stroke(MouseEvent.BUTTON1, 0, 5, 6, 8, 6);
    assertThat(marks).isEmpty();
    assertThat(panel.crosshair()).isEqualTo(new Voxel(8, 6, 7));
  }

  /** Voxels of 1 x 4 mm are four times as high as broad. */
  @Test
  void thickSlicesKeepTheirProportions() throws Exception {
    EventQueue.invokeAndWait(() -> panel.setVolume(panel.volume(), Axis.Y));
    settle();
    Point2D origin = panel.toScreen(0, 0);
    double across = panel.toScreen(1, 0).distance(origin);
    double down = panel.toScreen(0, 1).distance(origin);
    assertThat(down / across).isBetween(3.99, 4.01);
    // The head, which is where z grows to, is at the top.
    assertThat(panel.toScreen(0, 1).getY()).isLessThan(origin.getY());
  }

  @Test
  void masksAndMarksArePainted() throws Exception {
    byte[] labels = new byte[X * Y * Z];
    for (int i = 0; i < X * Y; i++) {
      labels[X * Y * 7 + i] = (byte) (i % X < 10 ? 3 : 0);
    }
    EventQueue.invokeAndWait(
        () -> {
          panel.setCrosshairShown(false);
          panel.setStyle(MaskStyle.DEFAULT.withOpacity(1).withRgb(java.util.Map.of(3, 0x00ff00)));
          panel.setMask(ShownMask.of(new Mask(X, Y, Z, GEOMETRY, labels)));
          panel.setMarks(List.of(Interaction.click(3, Axis.Z, 7, 30, 20)));
        });
    settle();
    BufferedImage picture = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    EventQueue.invokeAndWait(() -> panel.paint(picture.getGraphics()));
    assertThat(rgb(picture, panel.toScreen(4, 4))).isEqualTo(0x00ff00);
    assertThat(rgb(picture, panel.toScreen(20, 4))).isNotEqualTo(0x00ff00);
    Point2D click = panel.toScreen(30, 20);
    Point2D beside = new Point2D.Double(click.getX() + 2, click.getY() + 2);
    // The image behind is grey; the mark, with its soft edge, is nearly pure.
    assertThat(rgb(picture, beside) & 0xff).isLessThan(0x20);
    assertThat(rgb(picture, beside) >> 8 & 0xff).isEqualTo(0xff);
  }

  private static int rgb(BufferedImage picture, Point2D at) {
    return picture.getRGB((int) Math.rint(at.getX()), (int) Math.rint(at.getY())) & 0xffffff;
  }

  @Test
  void aKeyClicksWhereTheCrosshairIs() throws Exception {
    EventQueue.invokeAndWait(() -> panel.clickAtCrosshair(false));
    assertThat(marks).containsExactly(Interaction.negativeClick(3, Axis.Z, 7, 20, 15));
  }

  @Test
  void aVolumeThatCannotBeReadIsToldAndTheNextOneIsShown() throws Exception {
    Volume broken =
        Volume.of(
            (x, y, z) -> {
              throw new IllegalStateException("the disk is gone");
            },
            X,
            Y,
            Z,
            GEOMETRY);
    Volume whole = panel.volume();
    EventQueue.invokeAndWait(() -> panel.setVolume(broken, Axis.Z));
    while (refusals.isEmpty()) {
      EventQueue.invokeAndWait(() -> {});
    }
    assertThat(refusals.get(0)).contains("the disk is gone");
    EventQueue.invokeAndWait(() -> panel.setVolume(whole, Axis.Z));
    settle();
  }
}
