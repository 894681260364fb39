package org.mem3d.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Values worked out by hand. */
class LineSamplingTest {
  private static final LineSampling ONE = new LineSampling(1, 0, 1, 1);

  private static float[] line(LineSampling sampling, float... values) {
    return LineSampling.sample(values, sampling, ONE);
  }

  @Test
  void atTheOldPointsNothingChanges() {
    assertThat(line(new LineSampling(3, 1, 1, 5), 4, 8, 15, 16, 23)).containsExactly(8, 15, 16);
  }

  @Test
  void betweenPointsItIsLinear() {
    assertThat(line(new LineSampling(4, 0.25, 0.5, 3), 0, 4, 8)).containsExactly(1, 3, 5, 7);
  }

  @Test
  void widerStepsAverage() {
    // The mean over 0 and 1, and over 2 and 3: nothing is skipped.
    assertThat(line(new LineSampling(2, 0.5, 2, 4), 1, 3, 10, 20)).containsExactly(2, 15);
  }

  @Test
  void beyondTheEndsTheLineGoesOnAsItEnds() {
    assertThat(line(new LineSampling(4, -2, 2, 3), 5, 6, 7)).containsExactly(5, 5.25f, 6.75f, 7);
  }

  @Test
  void planesAreSampledInBothDirections() {
    LineSampling halves = new LineSampling(2, 0.5, 0.5, 2);
    float[] plane = {0, 2, 4, 6};
    assertThat(LineSampling.sample(plane, halves, halves)).containsExactly(3, 4, 5, 6);
  }
}
