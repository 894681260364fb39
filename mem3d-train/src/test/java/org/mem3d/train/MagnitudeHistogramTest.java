package org.mem3d.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** By which range values are best rounded. */
class MagnitudeHistogramTest {
  private static float range(float... values) {
    MagnitudeHistogram histogram = new MagnitudeHistogram();
    histogram.add(values);
    return histogram.range(127);
  }

  @Test
  void evenValuesAreAllWithin() {
    float[] values = new float[10000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 2 == 0 ? -1 : 1) * 3f * (i + 1) / values.length;
    }
    assertThat(range(values)).isEqualTo(3, within(0.05f));
  }

  /**
   * One stray value s among n is cut off at r, where n r^2 / (12 127^2) + (s - r)^2 is least: at s
   * / (1 + n / (12 127^2)).
   */
  @Test
  void aStrayValueIsCutOff() {
    Random random = new Random(7);
    float[] values = new float[1_000_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    values[17] = 40;
    assertThat(range(values)).isEqualTo(6.49f, within(0.1f));
  }

  @Test
  void theOrderOfValuesDoesNotMatter() {
    float[] values = {0, 0.001f, 5, 0.3f, 7, 0, 0.02f, 2};
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    assertThat(range(values)).isEqualTo(range(sorted));
  }

  @Test
  void zerosAndWhatIsNoNumberDoNotCount() {
    MagnitudeHistogram histogram = new MagnitudeHistogram();
    histogram.add(new float[] {0, Float.NaN, Float.POSITIVE_INFINITY});
    assertThat(histogram.isEmpty()).isTrue();
  }
}
