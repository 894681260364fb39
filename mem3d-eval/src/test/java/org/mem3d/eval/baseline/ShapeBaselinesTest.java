package org.mem3d.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.SliceMask;
import org.mem3d.Volume;

class ShapeBaselinesTest {
  private static final int SIZE = 31;
  private static final int DEPTH = 12;
  private final SliceMask none = SliceMask.empty(SIZE, SIZE);

  @Test
  void copyTakesTheNearestAndOfTwoTheLower() {
    List<SliceMask> masks = segment(Baseline.COPY, 1, Map.of(2, square(3), 6, square(1)));
    assertThat(masks.subList(0, 5)).containsOnly(square(3));
    assertThat(masks.subList(5, DEPTH)).containsOnly(square(1));
  }

  /**
   * Half-way from a square of 3 pixels to one of 7: at its side's middle (2, 0) the depths are -0.5
   * and 1.5, at (3, 0) -1.5 and 0.5, at the corner (2, 2) 0.5 - sqrt(2) * 1 and 1.5.
   */
  @Test
  void halfWayBetweenTwoSquaresIsTheOneBetween() {
    List<SliceMask> masks = segment(Baseline.INTERPOLATION, 1, Map.of(3, square(1), 5, square(3)));
    assertThat(masks.get(3)).isEqualTo(square(1));
    assertThat(masks.get(4)).isEqualTo(square(2));
    assertThat(masks.get(5)).isEqualTo(square(3));
  }

  /** Depths of a square of 7 pixels are 0.5 to 3.5; a quarter of the way 0.875 is gone. */
  @Test
  void theObjectClosesEvenlyOnASliceWithoutIt() {
    List<SliceMask> masks = segment(Baseline.INTERPOLATION, 1, Map.of(2, square(3), 6, none));
    assertThat(masks.subList(3, 7)).containsExactly(square(2), square(1), square(0), none);
    assertThat(masks.subList(6, DEPTH)).containsOnly(none);
    List<SliceMask> mirrored = segment(Baseline.INTERPOLATION, 1, Map.of(2, none, 6, square(3)));
    assertThat(mirrored.subList(3, 6)).containsExactly(square(0), square(1), square(2));
  }

  /** A disc of 12 mm radius, slices 3 mm apart: at 6 mm a ball has a radius of sqrt(144 - 36). */
  @Test
  void beyondTheLastSliceADiscClosesAsABall() {
    SliceMask disc = SliceMask.of(SIZE, SIZE, i -> Math.hypot(i % SIZE - 15, i / SIZE - 15) <= 12);
    List<SliceMask> masks = segment(Baseline.INTERPOLATION, 3, Map.of(5, disc));
    for (int step = 1; step <= 3; step++) {
      double ball = Math.PI * (144 - 9 * step * step);
      assertThat((double) masks.get(5 + step).area()).isCloseTo(ball, within(0.12 * ball));
      assertThat(masks.get(5 - step)).isEqualTo(masks.get(5 + step));
    }
    assertThat(masks.get(10)).isEqualTo(none);
    assertThat(masks.get(0)).isEqualTo(none);
  }

  @Test
  void slicesKnownInPartAreRefused() {
    TreeMap<Integer, Seeds> known = new TreeMap<>(Map.of(4, new Seeds(square(1), none)));
    assertThatThrownBy(
            () -> Baseline.INTERPOLATION.segment(new AnnotatedVolume(volume(1), Axis.Z, known)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slice 4");
  }

  private static List<SliceMask> segment(
      Baseline baseline, double spacing, Map<Integer, SliceMask> masks) {
    TreeMap<Integer, Seeds> known = new TreeMap<>();
    masks.forEach((slice, mask) -> known.put(slice, Seeds.ofMask(mask)));
    return baseline.segment(new AnnotatedVolume(volume(spacing), Axis.Z, known));
  }

  private static Volume volume(double spacing) {
    return Volume.ofBytes(
        new byte[SIZE * SIZE * DEPTH], SIZE, SIZE, DEPTH, Geometry.ofSpacing(1, 1, spacing));
  }

  /** A square in the middle, so many pixels from its centre to each side. */
  private static SliceMask square(int reach) {
    return SliceMask.of(
        SIZE, SIZE, i -> Math.max(Math.abs(i % SIZE - 15), Math.abs(i / SIZE - 15)) <= reach);
  }
}
