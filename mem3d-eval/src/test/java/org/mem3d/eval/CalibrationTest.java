package org.mem3d.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mem3d.eval.Calibration.Bin;
import org.mem3d.eval.Calibration.Prediction;

class CalibrationTest {
  /**
   * By hand: in the bin from 0.7 to 0.8 predictions of 0.72 and 0.76, truths of 0.5 and 0.9, so
   * means of 0.74 and 0.7; in the last bin one of 0.95, truth 0.65. The calibration error is (2 x
   * 0.04 + 1 x 0.3) / 3, the mean absolute error (0.22 + 0.14 + 0.3) / 3.
   */
  @Test
  void binsAverageBeforeTheyCompare() {
    Calibration calibration =
        Calibration.of(
            List.of(
                new Prediction(1, 0.72, 0.5),
                new Prediction(2, 0.76, 0.9),
                new Prediction(3, 0.95, 0.65)));
    assertThat(calibration.slices()).isEqualTo(3);
    assertThat(calibration.ece()).isCloseTo(0.38 / 3, within(1e-12));
    assertThat(calibration.mae()).isCloseTo(0.66 / 3, within(1e-12));
    assertThat(calibration.spearman())
        .as("ranks 1 2 3 against 1 3 2")
        .isCloseTo(0.5, within(1e-12));
    Bin seventh = calibration.bins().get(7);
    assertThat(seventh.slices()).isEqualTo(2);
    assertThat(seventh.predicted()).isCloseTo(0.74, within(1e-12));
    assertThat(seventh.actual()).isCloseTo(0.7, within(1e-12));
    assertThat(calibration.bins().get(9).slices()).isEqualTo(1);
    assertThat(calibration.bins().get(0).predicted()).isNaN();
  }

  @Test
  void theEndsBelongToTheFirstAndTheLastBin() {
    Calibration calibration =
        Calibration.of(List.of(new Prediction(1, 0, 0), new Prediction(2, 1, 1)));
    assertThat(calibration.bins()).hasSize(Calibration.BINS);
    assertThat(calibration.bins().get(0).slices()).isEqualTo(1);
    assertThat(calibration.bins().get(9).slices()).isEqualTo(1);
    assertThat(calibration.ece()).isZero();
  }

  @Test
  void nothingPredictedIsUndefined() {
    Calibration none = Calibration.of(List.of());
    assertThat(none.slices()).isZero();
    assertThat(none.ece()).isNaN();
    assertThat(none.mae()).isNaN();
  }
}
