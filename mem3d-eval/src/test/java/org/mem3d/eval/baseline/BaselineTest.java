package org.mem3d.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mem3d.Axis;
import org.mem3d.Geometry;
import org.mem3d.Interaction;
import org.mem3d.SliceMask;
import org.mem3d.Volume;
import org.mem3d.eval.Metrics;
import org.mem3d.eval.Truth;

/** Every baseline on a bright ball before a dark ground. */
class BaselineTest {
  private static final int X = 36;
  private static final int Y = 40;
  private static final int Z = 30;

  private final Volume image = volume(false);
  private final Volume labels = volume(true);

  @ParameterizedTest
  @EnumSource(
      value = Baseline.class,
      names = {"RANDOM_WALKER", "GEODESIC", "GRAPH_CUT", "INTERPOLATION"})
  void aBallIsFoundFromItsLargestSlice(Baseline baseline) {
    for (Axis axis : Axis.values()) {
      Truth truth = Truth.all(labels, axis).get(0);
      int largest = truth.largestSlice();
      List<SliceMask> masks = segment(baseline, truth, largest);
      assertThat(Metrics.dice(masks, truth.slices()))
          .as("along %s", axis)
          .isGreaterThan(baseline == Baseline.INTERPOLATION ? 0.9 : 0.97);
    }
  }

  @ParameterizedTest
  @EnumSource(Baseline.class)
  void annotatedSlicesStayAsTheyWereGiven(Baseline baseline) {
    Truth truth = Truth.all(labels, Axis.Z).get(0);
    SliceMask odd = SliceMask.of(X, Y, i -> i % X > 30 && i / X > 30);
    TreeMap<Integer, Seeds> known = new TreeMap<>();
    known.put(12, Seeds.ofMask(truth.slices().get(12)));
    known.put(15, Seeds.ofMask(odd));
    known.put(29, Seeds.ofMask(SliceMask.empty(X, Y)));
    List<SliceMask> masks = baseline.segment(new AnnotatedVolume(image, Axis.Z, known));
    assertThat(masks).hasSize(Z);
    assertThat(masks.get(12)).isEqualTo(truth.slices().get(12));
    assertThat(masks.get(15)).isEqualTo(odd);
    assertThat(masks.get(29).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Baseline.class)
  void fromASliceWithoutTheObjectNothingComes(Baseline baseline) {
    TreeMap<Integer, Seeds> known = new TreeMap<>();
    known.put(0, Seeds.ofMask(SliceMask.empty(X, Y)));
    assertThat(baseline.segment(new AnnotatedVolume(image, Axis.Z, known)))
        .hasSize(Z)
        .allMatch(SliceMask::isEmpty);
  }

  @ParameterizedTest
  @EnumSource(
      value = Baseline.class,
      names = {"RANDOM_WALKER", "GEODESIC", "GRAPH_CUT"})
  void marksAloneWillDo(Baseline baseline) {
    Truth truth = Truth.all(labels, Axis.Z).get(0);
    List<Interaction> marks =
        List.of(
            Interaction.click(1, Axis.Z, 14, 18, 20),
            scribble(true, 12, 24, 20),
            scribble(false, 2, 34, 2),
            scribble(false, 2, 34, 37));
    TreeMap<Integer, Seeds> known = new TreeMap<>(Map.of(14, Seeds.ofMarks(marks, X, Y)));
    List<SliceMask> masks = baseline.segment(new AnnotatedVolume(image, Axis.Z, known));
    assertThat(Metrics.dice(masks, truth.slices())).isGreaterThan(0.97);
  }

  @Test
  void aVolumeWithoutContrastHurtsNobody() {
    Volume flat = Volume.ofFloats(new float[X * Y * Z], X, Y, Z, Geometry.UNIT);
    Truth truth = Truth.all(labels, Axis.Z).get(0);
    TreeMap<Integer, Seeds> known = new TreeMap<>(Map.of(14, Seeds.ofMask(truth.slices().get(14))));
    for (Baseline baseline : Baseline.values()) {
      List<SliceMask> masks = baseline.segment(new AnnotatedVolume(flat, Axis.Z, known));
      assertThat(masks.get(14)).as(baseline.name()).isEqualTo(truth.slices().get(14));
    }
  }

  @Test
  void seedsOfMarksAreTheirPixels() {
    Seeds seeds =
        Seeds.ofMarks(
            List.of(
                Interaction.scribble(1, Axis.Z, 3, 1, 1, 2, 1),
                Interaction.negativeClick(1, Axis.Z, 3, 2, 1),
                Interaction.negativeScribble(1, Axis.Z, 3, 0, 0)),
            4,
            3);
    assertThat(seeds.object()).isEqualTo(SliceMask.of(4, 3, i -> i == 5));
    assertThat(seeds.background()).isEqualTo(SliceMask.of(4, 3, i -> i == 6 || i == 0));
    assertThat(seeds.isComplete()).isFalse();
    assertThat(Seeds.ofMarks(List.of(Interaction.absent(1, Axis.Z, 3)), 4, 3).isComplete())
        .isTrue();
    assertThatThrownBy(
            () -> Seeds.ofMarks(List.of(Interaction.box(1, Axis.Z, 3, 0, 0, 2, 2)), 4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BoundingBox");
  }

  private static Interaction scribble(boolean positive, int from, int to, int v) {
    List<Interaction.Point> points = new ArrayList<>();
    for (int u = from; u <= to; u++) {
      points.add(new Interaction.Point(u, v));
    }
    return new Interaction.Scribble(1, Axis.Z, 14, points, positive, 1);
  }

  private List<SliceMask> segment(Baseline baseline, Truth truth, int slice) {
    TreeMap<Integer, Seeds> known =
        new TreeMap<>(Map.of(slice, Seeds.ofMask(truth.slices().get(slice))));
    return baseline.segment(new AnnotatedVolume(image, truth.axis(), known));
  }

  private static Volume volume(boolean truth) {
    float[] voxels = new float[X * Y * Z];
    for (int i = 0; i < voxels.length; i++) {
      double dx = i % X - 18;
      double dy = Math.floorDiv(i, X) % Y - 20;
      double dz = Math.floorDiv(i, X * Y) - 14;
      boolean inside = dx * dx + dy * dy + dz * dz <= 81;
      voxels[i] = truth ? (inside ? 1 : 0) : (inside ? 200 : 40) + (i * 7) % 11;
    }
    return Volume.ofFloats(voxels, X, Y, Z, Geometry.UNIT);
  }
}
