package org.mem3d.imagej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.Interaction;
import org.mem3d.Interaction.BoundingBox;
import org.mem3d.Interaction.Click;
import org.mem3d.Interaction.GivenMask;
import org.mem3d.Interaction.Lasso;
import org.mem3d.Interaction.Point;
import org.mem3d.Interaction.Scribble;
import org.mem3d.InteractionException;

/** ROIs of every kind become the marks that they look like. */
class RoiMarksTest {
  private static List<Interaction> marks(Roi roi, boolean positive, RoiMarks.Areas areas) {
    return RoiMarks.of(roi, 2, 5, 20, 16, positive, areas);
  }

  private static Interaction mark(Roi roi) {
    List<Interaction> marks = marks(roi, true, RoiMarks.Areas.ROUGH);
    assertThat(marks).hasSize(1);
    assertThat(marks.get(0).object()).isEqualTo(2);
    assertThat(marks.get(0).slice()).isEqualTo(5);
    return marks.get(0);
  }

  @Test
  void pointsAreClicks() {
    PointRoi points = new PointRoi(new int[] {3, 7}, new int[] {4, 8}, 2);
    List<Interaction> clicks = marks(points, false, RoiMarks.Areas.ROUGH);
    assertThat(clicks).hasSize(2);
    assertThat(((Click) clicks.get(1)).point()).isEqualTo(new Point(7, 8));
    assertThat(((Click) clicks.get(1)).positive()).isFalse();
    assertThat(((Click) mark(new PointRoi(3.75, 4.25))).point()).isEqualTo(new Point(3.75, 4.25));
  }

  @Test
  void linesAreScribbles() {
    Line line = new Line(2, 3, 10, 3);
    line.setStrokeWidth(3);
    Scribble scribble = (Scribble) mark(line);
    assertThat(scribble.width()).isEqualTo(3);
    assertThat(scribble.points()).containsExactly(new Point(2, 3), new Point(10, 3));
    PolygonRoi free = new PolygonRoi(new int[] {1, 2, 4}, new int[] {5, 6, 6}, 3, Roi.FREELINE);
    assertThat(((Scribble) mark(free)).points())
        .containsExactly(new Point(1, 5), new Point(2, 6), new Point(4, 6));
    assertThat(((Scribble) mark(free)).width()).isEqualTo(1);
  }

  @Test
  void areasAreBoxesAndOutlines() {
    BoundingBox box = (BoundingBox) mark(new Roi(3, 4, 5, 6));
    assertThat(box).isEqualTo(Interaction.box(2, box.axis(), 5, 3, 4, 7, 9));
    Lasso beside = (Lasso) marks(new Roi(3, 4, 5, 6), false, RoiMarks.Areas.ROUGH).get(0);
    assertThat(beside.positive()).isFalse();
    assertThat(beside.points()).contains(new Point(2.5, 3.5), new Point(7.5, 9.5));
    Lasso oval = (Lasso) mark(new OvalRoi(2, 2, 10, 10));
    assertThat(oval.points()).hasSizeGreaterThan(10);
    assertThat(oval.points()).allMatch(p -> Math.hypot(p.u() - 6.5, p.v() - 6.5) < 5.5);
    PolygonRoi polygon = new PolygonRoi(new int[] {1, 9, 5}, new int[] {1, 1, 9}, 3, Roi.POLYGON);
    assertThat(((Lasso) mark(polygon)).points()).hasSize(3);
  }

  @Test
  void exactMasks() {
    GivenMask square = (GivenMask) marks(new Roi(3, 4, 5, 6), true, RoiMarks.Areas.EXACT).get(0);
    assertThat(square.mask().width()).isEqualTo(20);
    assertThat(square.mask().area()).isEqualTo(30);
    assertThat(square.mask().contains(7, 9)).isTrue();
    assertThat(square.mask().contains(8, 9)).isFalse();
    ShapeRoi ring = new ShapeRoi(new Roi(2, 2, 9, 9)).not(new ShapeRoi(new Roi(5, 5, 3, 3)));
    GivenMask composite = (GivenMask) mark(ring);
    assertThat(composite.mask().area()).isEqualTo(81 - 9);
    assertThat(composite.mask().contains(6, 6)).isFalse();
    assertThatThrownBy(() -> marks(ring, false, RoiMarks.Areas.ROUGH))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("exact mask");
    Roi across = new Roi(15, 10, 10, 10);
    GivenMask cut = (GivenMask) marks(across, true, RoiMarks.Areas.EXACT).get(0);
    assertThat(cut.mask().area()).isEqualTo(5 * 6);
  }

  @Test
  void whatIsNoMarkAndWhere() {
    assertThatThrownBy(() -> mark(new TextRoi(1, 1, "text")))
        .isInstanceOf(InteractionException.class)
        .hasMessageContaining("is no mark");
    Roi roi = new Roi(1, 1, 2, 2);
    assertThat(RoiMarks.slice(roi)).isEmpty();
    roi.setPosition(7);
    assertThat(RoiMarks.slice(roi)).hasValue(6);
    roi.setPosition(1, 4, 2);
    assertThat(RoiMarks.slice(roi)).hasValue(3);
  }
}
