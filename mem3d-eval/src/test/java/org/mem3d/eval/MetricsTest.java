package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.SliceMask;

class MetricsTest {
  private final SliceMask none = SliceMask.empty(4, 3);
  private final SliceMask four = SliceMask.of(4, 3, i -> i < 4);
  private final SliceMask two = SliceMask.of(4, 3, i -> i == 3 || i == 4);

  @Test
  void diceCountsTheOverlapTwice() {
    assertThat(Metrics.dice(four, two)).isEqualTo(2.0 / 6);
    assertThat(Metrics.dice(four, four)).isEqualTo(1);
    assertThat(Metrics.dice(four, none)).isEqualTo(0);
    assertThat(Metrics.dice(none, none)).isEqualTo(1);
  }

  @Test
  void diceOfAVolumeIsNotTheMeanOfItsSlices() {
    assertThat(Metrics.dice(List.of(four, none), List.of(four, two))).isEqualTo(8.0 / 10);
  }

  @Test
  void masksOfDifferentSizesAreRefused() {
    assertThatThrownBy(() -> Metrics.dice(four, SliceMask.empty(3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4x3")
        .hasMessageContaining("3x4");
  }

  @Test
  void errorAreaIsTheSymmetricDifference() {
    assertThat(Metrics.errorArea(four, two)).isEqualTo(4);
    assertThat(Metrics.errorArea(four, four)).isZero();
  }

  @Test
  void spearmanSeesOrderAlone() {
    assertThat(Metrics.spearman(new double[] {1, 2, 3, 4}, new double[] {0, 10, 11, 5000}))
        .isCloseTo(1, within(1e-12));
    assertThat(Metrics.spearman(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
        .isCloseTo(-1, within(1e-12));
  }

  /** By hand: ranks 1, 2.5, 2.5, 4 against 2, 1, 3, 4: covariance 3, variances 4.5 and 5. */
  @Test
  void spearmanGivesTiesTheirMeanRank() {
    assertThat(Metrics.spearman(new double[] {1, 2, 2, 3}, new double[] {20, 10, 30, 40}))
        .isCloseTo(3 / Math.sqrt(4.5 * 5), within(1e-12));
  }

  @Test
  void spearmanOfAConstantIsUndefined() {
    assertThat(Metrics.spearman(new double[] {1, 2}, new double[] {5, 5})).isNaN();
    assertThat(Metrics.spearman(new double[0], new double[0])).isNaN();
  }

  @Test
  void meanAbsoluteErrorAveragesDistances() {
    assertThat(Metrics.meanAbsoluteError(new double[] {1, 0}, new double[] {0.5, 1}))
        .isEqualTo(0.75);
  }
}
