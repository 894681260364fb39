package org.mem3d.viewer.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Point2D;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Grid;
import org.mem3d.StoredGrid;

class SliceOrientationTest {
  /** As most scanners store: x to the patient's left, y to the back, z to the head. */
  private static final Geometry LPS = Geometry.ofAffine(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 3, 0);

  private static final Geometry RAS = Geometry.ofSpacing(1, 2, 3);

  private static Point2D at(Geometry geometry, Axis axis, double u, double v) {
    Grid grid = new Grid(10, 20, 30, geometry);
    return SliceOrientation.of(geometry, axis)
        .toMillimetres(grid)
        .transform(new Point2D.Double(u, v), null);
  }

  @Test
  void axialSlicesShowThePatientsRightOnTheLeftAndTheFrontAtTheTop() {
    for (Geometry geometry : new Geometry[] {LPS, RAS}) {
      SliceOrientation how = SliceOrientation.of(geometry, Axis.Z);
      assertThat(how.name()).isEqualTo("axial");
      assertThat(how.left() + how.right() + how.top() + how.bottom()).isEqualTo("RLAP");
    }
    assertThat(at(LPS, Axis.Z, 0, 0)).isEqualTo(new Point2D.Double(0.5, 0.5));
    // In RAS x grows to the right, which is on the left.
    assertThat(at(RAS, Axis.Z, 0, 0)).isEqualTo(new Point2D.Double(9.5, 39));
    assertThat(at(RAS, Axis.Z, 9, 19)).isEqualTo(new Point2D.Double(0.5, 1));
  }

  @Test
  void theHeadIsAtTheTopAndTheFrontOnTheLeftOfSagittalSlices() {
    SliceOrientation coronal = SliceOrientation.of(LPS, Axis.Y);
    assertThat(coronal.name()).isEqualTo("coronal");
    assertThat(coronal.left() + coronal.right() + coronal.top() + coronal.bottom())
        .isEqualTo("RLSI");
    SliceOrientation sagittal = SliceOrientation.of(RAS, Axis.X);
    assertThat(sagittal.name()).isEqualTo("sagittal");
    assertThat(sagittal.left() + sagittal.right() + sagittal.top() + sagittal.bottom())
        .isEqualTo("APSI");
    assertThat(at(RAS, Axis.X, 19, 29)).isEqualTo(new Point2D.Double(1, 1.5));
  }

  @Test
  void volumesStoredInAnotherOrderAreTurnedUpright() {
    // x runs to the head, y to the right, z to the front.
    Geometry turned = Geometry.ofAffine(0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0);
    SliceOrientation how = SliceOrientation.of(turned, Axis.Z);
    assertThat(how.name()).isEqualTo("coronal");
    assertThat(how.transposed()).isTrue();
    assertThat(how.left() + how.right() + how.top() + how.bottom()).isEqualTo("RLSI");
    Point2D head = at(turned, Axis.Z, 9, 0);
    Point2D foot = at(turned, Axis.Z, 0, 0);
    assertThat(head.getY()).isLessThan(foot.getY());
    assertThat(head.getX()).isCloseTo(foot.getX(), within(1e-9));
    assertThat(how.widthMm(new Grid(10, 20, 30, turned))).isEqualTo(20);
  }

  @Test
  void obliqueDirectionsHaveTwoLetters() {
    double c = Math.cos(Math.toRadians(30));
    double s = Math.sin(Math.toRadians(30));
    Geometry oblique = Geometry.ofAffine(-c, -s, 0, 0, s, -c, 0, 0, 0, 0, 1, 0);
    assertThat(SliceOrientation.of(oblique, Axis.Z).left()).isEqualTo("RP");
  }

  @Test
  void filesWithoutAPlaceAreShownAsTheyAreStored() {
    Geometry unplaced = Geometry.UNIT.withStored(StoredGrid.unplaced());
    SliceOrientation how = SliceOrientation.of(unplaced, Axis.Z);
    assertThat(how.left()).isEmpty();
    assertThat(at(unplaced, Axis.Z, 0, 0)).isEqualTo(new Point2D.Double(0.5, 0.5));
  }
}
