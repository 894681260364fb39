package org.mem3d.core.propagation.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;
import org.mem3d.core.propagation.plan.AnnotatedMask;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

/** The weights of two chains between two annotated slices. */
class BlendTest {
  /** A patch whose first {@code area} voxels of a row are inside. */
  private static SlicePatch patch(int area) {
    return SlicePatch.of(SliceMask.of(200, 2, i -> i < area));
  }

  private static SlicePrediction prediction(int area, float dice) {
    return new SlicePrediction(patch(area), dice);
  }

  private static AnnotatedMask annotatedMask(int slice, int area) {
    return new AnnotatedMask(slice, patch(area));
  }

  @Test
  void equalAreasAreWeightedByNearness() {
    SlicePrediction joined =
        Blend.between(
            annotatedMask(10, 50),
            prediction(1, 1),
            annotatedMask(14, 50),
            prediction(2, 0.5f),
            11);
    // Voxel 0 is claimed by both, voxel 1 only from above, at a quarter of the way.
    assertThat(joined.patch().probability(0, 0)).isEqualTo(1);
    assertThat(joined.patch().probability(1, 0)).isCloseTo(0.25f, within(1 / 200f));
    assertThat(joined.predictedDice()).isCloseTo(0.75f * 1 + 0.25f * 0.5f, within(1e-6f));
  }

  @Test
  void aTipSliceCountsAsLittleAsItsArea() {
    SlicePrediction joined =
        Blend.between(
            annotatedMask(0, 60), prediction(2, 1), annotatedMask(4, 100), prediction(1, 0), 2);
    // Half way, weights 0.5 * 60/100 and 0.5 * 1.
    double share = 0.3 / 0.8;
    assertThat(joined.patch().probability(1, 0)).isCloseTo((float) share, within(1 / 200f));
    assertThat(joined.predictedDice()).isCloseTo((float) share, within(1e-6f));
    SlicePrediction mirrored =
        Blend.between(
            annotatedMask(0, 100), prediction(1, 0), annotatedMask(4, 60), prediction(2, 1), 2);
    assertThat(mirrored.patch()).isEqualTo(joined.patch());
  }

  @Test
  void whereAShareDecidesNothingTheOtherChainIsAll() {
    AnnotatedMask tip = annotatedMask(0, 10);
    AnnotatedMask middle = annotatedMask(8, 100);
    SlicePrediction up = prediction(2, 1);
    SlicePrediction down = prediction(9, 0.4f);
    for (int slice = 3; slice < 8; slice++) {
      assertThat(Blend.counts(tip, middle, slice)).isFalse();
      assertThat(Blend.counts(middle, tip, slice)).isTrue();
      SlicePrediction joined = Blend.between(tip, up, middle, down, slice);
      assertThat(joined.patch()).isEqualTo(down.patch());
      assertThat(joined.predictedDice()).isEqualTo(0.4f);
    }
    // Weights 7/8 * 0.1 and 1/8: now both decide.
    assertThat(Blend.counts(tip, middle, 1)).isTrue();
    assertThat(Blend.counts(middle, tip, 1)).isTrue();
    assertThat(Blend.between(tip, up, middle, down, 1).patch()).isNotEqualTo(down.patch());
  }

  @Test
  void aTipAboveDecidesAsLittleAsOneBelow() {
    AnnotatedMask middle = annotatedMask(0, 100);
    AnnotatedMask tip = annotatedMask(8, 10);
    for (int slice = 1; slice < 6; slice++) {
      assertThat(Blend.counts(tip, middle, slice)).as("slice " + slice).isFalse();
      assertThat(Blend.counts(middle, tip, slice)).as("slice " + slice).isTrue();
    }
    assertThat(Blend.counts(tip, middle, 7)).isTrue();
    assertThat(Blend.counts(middle, tip, 7)).isTrue();
  }

  @Test
  void aChainThatEndedEarlyWhereTheOtherNeedNotComeSaysThatTheObjectIsNotThere() {
    SlicePrediction nothing =
        Blend.between(annotatedMask(0, 30), null, annotatedMask(10, 30), null, 1);
    assertThat(nothing.patch()).isEqualTo(SlicePatch.EMPTY);
    assertThat(nothing.predictedDice()).isZero();
    assertThat(Blend.between(annotatedMask(0, 30), null, annotatedMask(10, 30), null, 5)).isNull();
    assertThat(Blend.between(annotatedMask(0, 0), null, annotatedMask(10, 30), null, 9)).isNull();
  }

  @Test
  void withoutAnotherAnnotatedSliceAChainCountsEverywhere() {
    assertThat(Blend.counts(annotatedMask(3, 30), null, 90)).isTrue();
    assertThat(Blend.counts(annotatedMask(3, 30), annotatedMask(9, 0), 8)).isTrue();
  }

  @Test
  void besideAnAbsentSliceTheOtherChainDecides() {
    SlicePrediction down = prediction(7, 0.8f);
    SlicePrediction joined =
        Blend.between(annotatedMask(0, 0), null, annotatedMask(5, 40), down, 1);
    assertThat(joined.patch().area()).isEqualTo(7);
    assertThat(joined.predictedDice()).isEqualTo(0.8f);
    SlicePrediction mirrored =
        Blend.between(annotatedMask(0, 40), down, annotatedMask(5, 0), null, 4);
    assertThat(mirrored.patch()).isEqualTo(joined.patch());
  }

  @Test
  void aChainThatEndedEarlySaysThatTheObjectIsNotThere() {
    SlicePrediction joined =
        Blend.between(annotatedMask(0, 30), null, annotatedMask(4, 30), prediction(9, 0.9f), 1);
    assertThat(joined.patch().probability(3, 0)).isCloseTo(0.25f, within(1 / 200f));
    assertThat(joined.patch().area()).isZero();
  }

  @Test
  void outsideTheAnnotatedSlicesOneChainIsAll() {
    SlicePrediction up = prediction(5, 0.7f);
    assertThat(Blend.between(annotatedMask(3, 30), up, null, null, 6)).isSameAs(up);
    assertThat(Blend.between(null, null, annotatedMask(9, 30), up, 6)).isSameAs(up);
    assertThat(Blend.between(annotatedMask(3, 30), null, null, null, 6)).isNull();
  }
}
