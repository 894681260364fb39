package org.mem3d.core.propagation.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;
import org.mem3d.core.propagation.plan.SlicePrediction;
import org.mem3d.core.region.SlicePatch;

class ExpectedGainTest {
  private static final Offset<Double> CLOSE = within(1e-6);

  /** A mask of 10 voxels. */
  private static SlicePrediction predicted(double dice) {
    return new SlicePrediction(SlicePatch.of(SliceMask.of(10, 4, i -> i < 10)), (float) dice);
  }

  private static double[] gains(@Nullable SlicePrediction[] predictions, Integer... annotated) {
    return ExpectedGain.of(predictions, new TreeSet<>(List.of(annotated)));
  }

  @Test
  void aSliceMendsItselfAndItsNeighboursInPart() {
    // Slices 1, 2 and 3 are 1, 2 and 3 away from the annotated one; errors of 0.5, 5.5, 0.5 voxels.
    double[] gains =
        gains(new SlicePrediction[] {null, predicted(1), predicted(0.5), predicted(1)}, 0);
    assertThat(gains[0]).isZero();
    assertThat(gains[1]).isCloseTo(0.5 + 5.5 / 2 + 0.5 / 3, CLOSE);
    assertThat(gains[2]).isCloseTo(5.5 + 0.5 * 2 / 3, CLOSE);
    assertThat(gains[3]).isCloseTo(5.5 / 2 + 0.5, CLOSE);
  }

  @Test
  void theMiddleOfADoubtfulStretchComesBeforeAWorseSliceAlone() {
    SlicePrediction[] predictions = new SlicePrediction[11];
    for (int slice = 1; slice < 10; slice++) {
      predictions[slice] = predicted(slice < 6 ? 0.6 : 0.95);
    }
    predictions[9] = predicted(0.3);
    double[] gains = gains(predictions, 0, 10);
    assertThat(gains[3]).isGreaterThan(gains[9]);
    assertThat(gains[4]).isGreaterThan(gains[1]);
  }

  @Test
  void slicesWithoutMaskOrPredictionAreNotAskedFor() {
    SlicePrediction empty = new SlicePrediction(SlicePatch.EMPTY, 0.2f);
    double[] gains = gains(new SlicePrediction[] {predicted(0.4), empty, null, predicted(0.4)}, 0);
    assertThat(gains).startsWith(0, 0, 0);
    assertThat(gains[3]).isCloseTo(6.5, CLOSE);
  }
}
