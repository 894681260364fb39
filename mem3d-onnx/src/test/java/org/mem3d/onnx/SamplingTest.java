package org.mem3d.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void cellsOfUnevenSizesOverlap() {
    assertThat(Sampling.cells(5, 2))
        .containsExactly(1 / 3f, 1 / 3f, 1 / 3f, 0, 0, 0, 0, 1 / 3f, 1 / 3f, 1 / 3f);
    assertThat(Sampling.cells(2, 3)).containsExactly(1, 0, .5f, .5f, 0, 1);
  }

  @Test
  void nearestIsExactWhereARoundedScaleIsNot() {
    // 1 / (3f / 9) is 2.9999998 in floats.
    assertThat(Sampling.nearest(9, 3, false)).containsExactly(0, 3, 6);
    assertThat(Sampling.nearest(2, 4, false)).containsExactly(0, 0, 1, 1);
    assertThat(Sampling.nearest(3, 5, true)).containsExactly(0, 1, 1, 2, 2);
    assertThat(Sampling.nearest(7, 1, true)).containsExactly(0);
  }

  @Test
  void transposedSwapsSides() {
    assertThat(Sampling.transposed(new float[] {1, 2, 3, 4, 5, 6}, 2))
        .containsExactly(1, 4, 2, 5, 3, 6);
  }
}
